package dev.omnibus.gateway.crossing;

import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Answers that are given on the way. */
final class Replies {

  private Replies() {}

  static Envelope error(Envelope request, int code, String message) {
    return error(request, new JsonObject().put("code", code).put("message", message));
  }

  static Envelope error(Envelope request, JsonObject error) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"error\":" + error.encode() + "}");
  }

  static Envelope unknown(Envelope request) {
    return error(request, JsonRpc.METHOD_NOT_FOUND, "Method not found: " + request.method());
  }

  /** The server needs to ask what this agent cannot be asked. */
  static Envelope incapable(Envelope request, JsonObject missing) {
    JsonObject error =
        new JsonObject()
            .put("code", JsonRpc.MISSING_CAPABILITY)
            .put("message", "Missing required client capability")
            .put("data", new JsonObject().put("requiredCapabilities", missing));
    return error(request, error);
  }

  /** The same answer, to a request of another id. */
  static Envelope to(Envelope request, Envelope reply) {
    return request.id().equals(reply.id())
        ? reply
        : reply.splice().put(List.of(), "id", request.id()).toEnvelope();
  }
}
