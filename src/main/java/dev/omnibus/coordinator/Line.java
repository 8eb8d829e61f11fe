package dev.omnibus.coordinator;

import dev.omnibus.mcp.CloseReason;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.transport.StdioLink;
import io.vertx.core.Future;
import java.util.OptionalLong;

/**
 * An open session together with the process that was started for it, if the server is reached at a
 * URL and has one. It is over when either is.
 *
 * @param companion null when the session needs no process beside it
 */
record Line(McpSession session, StdioLink companion) {

  /** Process id of the server, if this node started it. */
  OptionalLong pid() {
    return companion == null ? session.pid() : companion.pid();
  }

  Future<CloseReason> closed() {
    return companion == null
        ? session.closed()
        : Future.any(session.closed(), companion.closed()).map(this::reason);
  }

  /** Says goodbye to the session first, then ends the process. */
  Future<Void> close() {
    Future<Void> bye = session.close();
    return companion == null ? bye : bye.eventually(companion::close);
  }

  private CloseReason reason(Object ignored) {
    return companion.closed().isComplete()
        ? companion.closed().result()
        : session.closed().result();
  }
}
