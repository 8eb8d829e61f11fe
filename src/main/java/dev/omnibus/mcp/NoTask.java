package dev.omnibus.mcp;

import dev.omnibus.mcp.wire.Envelope;

/** Requests to which a server must not answer with a task, because nobody could ask for it. */
public final class NoTask {

  private static final String[] EXTENSION = {
    "params",
    "_meta",
    "io.modelcontextprotocol/clientCapabilities",
    "extensions",
    "io.modelcontextprotocol/tasks"
  };

  private NoTask() {}

  /** The same request without what asks for a task, or offers to wait for one. */
  public static Envelope of(Envelope request) {
    return request.at("params", "task") == null && request.at(EXTENSION) == null
        ? request
        : request.splice().remove("params", "task").remove(EXTENSION).toEnvelope();
  }
}
