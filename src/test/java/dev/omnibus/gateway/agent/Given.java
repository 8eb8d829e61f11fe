package dev.omnibus.gateway.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.function.Executable;

/** Messages and headers for the tests of this room. */
final class Given {

  static final String MODERN = "2026-07-28";

  private Given() {}

  static Envelope message(String method, JsonObject params) {
    return Envelope.of(
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", 1)
            .put("method", method)
            .put("params", params)
            .toBuffer());
  }

  /** A request as the modern era wants it, with this version. */
  static Envelope modern(String version, String method, JsonObject params) {
    JsonObject meta =
        new JsonObject()
            .put("io.modelcontextprotocol/protocolVersion", version)
            .put("io.modelcontextprotocol/clientCapabilities", new JsonObject());
    return message(method, params.copy().put("_meta", meta));
  }

  /** Names and values in turn. */
  static MultiMap headers(String... words) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < words.length; i += 2) {
      headers.add(words[i], words[i + 1]);
    }
    return headers;
  }

  static RpcException refused(int status, int code, Executable what) {
    RpcException refused = assertThrows(RpcException.class, what);
    assertEquals(code, refused.code());
    assertEquals(status, refused.status(true));
    return refused;
  }
}
