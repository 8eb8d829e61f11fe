package dev.omnibus.bridge.socket;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Optional;

/** Reads what a SockJS client sends: a JSON array of texts, or one text. */
public final class SockJsFrames {

  /** What idle clients say, again and again. */
  private static final String STOCK_PING = "[\"{\\\"type\\\":\\\"ping\\\"}\"]";

  private static final Optional<List<String>> PING = Optional.of(List.of("{\"type\":\"ping\"}"));

  private SockJsFrames() {}

  static void read(String frame, Connection connection) {
    messages(frame)
        .ifPresentOrElse(
            texts -> texts.forEach(connection::received),
            () -> connection.close(CloseCode.NO_SOCKJS));
  }

  /** The texts of a frame, none for an empty one; nothing when it is not SockJS. */
  public static Optional<List<String>> messages(String frame) {
    if (frame.isEmpty()) {
      return Optional.of(List.of());
    }
    if (frame.equals(STOCK_PING)) {
      return PING;
    }
    try {
      Object value = Json.decodeValue(frame);
      if (value instanceof String text) {
        return Optional.of(List.of(text));
      }
      return value instanceof JsonArray array ? texts(array) : Optional.empty();
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  private static Optional<List<String>> texts(JsonArray array) {
    return array.stream().allMatch(String.class::isInstance)
        ? Optional.of(array.stream().map(String.class::cast).toList())
        : Optional.empty();
  }
}
