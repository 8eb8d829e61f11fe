package dev.omnibus.gateway.talk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.gateway.agent.RpcException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.function.Executable;

/** Messages and headers for the tests of this room. */
final class Given {

  static final String MODERN = "2026-07-28";

  private Given() {}

  static Message message(String text) {
    return Message.parse(Buffer.buffer(text));
  }

  static Message message(String method, JsonObject params) {
    return new Message(1, method, params);
  }

  /** A request as the modern era wants it, with this version. */
  static Message modern(String version, String method, JsonObject params) {
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
