package dev.omnibus.bridge;

import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import io.vertx.core.json.JsonObject;

/** What the bridge answers. */
final class ServerFrames {

  static final Packet PONG = Packet.of(new JsonObject().put("type", "pong"));

  private ServerFrames() {}

  /** The answer to a send. */
  static Packet reply(Dialect dialect, String address, JsonObject body) {
    return Packet.of(
        new JsonObject().put("type", dialect.word()).put("address", address).put("body", body));
  }

  /** A failure, for the handlers of its address or the callback that waits for a reply. */
  private static JsonObject failure(String address, Failure failure, String message) {
    JsonObject json = new JsonObject().put("type", "err");
    if (address != null) {
      json.put("address", address);
    }
    return json.put("failureCode", failure.code())
        .put("failureType", type(failure))
        .put("message", message == null ? failure.sentence() : message)
        .put("retry", failure.retry());
  }

  static JsonObject failure(String address, Throwable cause) {
    return cause instanceof BusException known
        ? failure(address, known.failure(), known.getMessage())
        : failure(address, Failure.BUG, null);
  }

  static Packet error(String address, Throwable cause) {
    return Packet.of(failure(address, cause));
  }

  /** The words of Vert.x, which clients of the stock bridge know. */
  private static String type(Failure failure) {
    return switch (failure) {
      case TIMEOUT -> "TIMEOUT";
      case UNAVAILABLE -> "NO_HANDLERS";
      case BUG -> "ERROR";
      case BAD_REQUEST,
          UNAUTHENTICATED,
          FORBIDDEN,
          NOT_FOUND,
          CONFLICT,
          TOO_LARGE,
          INVALID,
          LIMITED,
          UPSTREAM ->
          "RECIPIENT_FAILURE";
    };
  }
}
