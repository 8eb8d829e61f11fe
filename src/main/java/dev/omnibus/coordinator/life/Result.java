package dev.omnibus.coordinator.life;

import io.vertx.core.json.JsonObject;

/**
 * What came of an order at one server.
 *
 * <p>{@code {"server":"files","ok":false,"detail":"the process exited with 1","durationMs":812}}
 */
record Result(String server, boolean ok, String detail, long durationMs) {

  JsonObject toJson() {
    return new JsonObject()
        .put("server", server)
        .put("ok", ok)
        .put("detail", detail)
        .put("durationMs", durationMs);
  }
}
