package dev.omnibus.bridge.hub;

import io.vertx.core.json.JsonObject;

/** Makes envelopes. */
final class Events {

  private Events() {}

  static JsonObject envelope(String node, long seq, String server, String severity) {
    return new JsonObject()
        .put("type", "test")
        .put("at", "2026-11-22T10:00:00Z")
        .put("node", node)
        .put("seq", seq)
        .put("severity", severity)
        .put("data", new JsonObject().put("server", server));
  }

  static Event event(String node, long seq) {
    return Event.of("event.server.status", envelope(node, seq, "files", "info"));
  }
}
