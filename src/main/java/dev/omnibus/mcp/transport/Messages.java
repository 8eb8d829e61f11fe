package dev.omnibus.mcp.transport;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** From bytes to JSON-RPC messages. */
final class Messages {
  private Messages() {}

  /** One message, or several in a batch (2025-03-26); empty when it is not JSON-RPC. */
  static List<JsonObject> parse(Buffer bytes) {
    return decode(bytes).map(Messages::messages).orElse(List.of());
  }

  /** The JSON-RPC error object in the body of a refusal, if there is one. */
  static Optional<JsonObject> error(Buffer body) {
    return parse(body).stream()
        .filter(message -> message.getValue("error") instanceof JsonObject)
        .map(message -> message.getJsonObject("error"))
        .findFirst();
  }

  private static Optional<Object> decode(Buffer bytes) {
    try {
      return Optional.ofNullable(Json.decodeValue(bytes));
    } catch (DecodeException notJson) {
      return Optional.empty();
    }
  }

  private static List<JsonObject> messages(Object json) {
    if (json instanceof JsonObject one) {
      return isRpc(one) ? List.of(one) : List.of();
    }
    if (json instanceof JsonArray batch) {
      return batch.stream()
          .filter(JsonObject.class::isInstance)
          .map(JsonObject.class::cast)
          .filter(Messages::isRpc)
          .toList();
    }
    return List.of();
  }

  private static boolean isRpc(JsonObject message) {
    return "2.0".equals(message.getValue("jsonrpc"));
  }
}
