package dev.omnibus.gateway.desk;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/** What servers answer, as far as it may travel to a socket. */
final class Results {

  /** A socket holds a message of a few times this size, not more. */
  static final int MOST_CHARS = 700_000;

  private Results() {}

  /** The value of raw JSON; null where it is none. */
  static Object parsed(String raw) {
    try {
      return raw == null ? null : Json.decodeValue(raw);
    } catch (DecodeException e) {
      return null;
    }
  }

  /** The object of raw JSON; fails with UPSTREAM where it is something else. */
  static JsonObject object(String raw) {
    if (parsed(raw) instanceof JsonObject object) {
      return object;
    }
    throw Failure.UPSTREAM.because("the server's result is no object");
  }

  /** The same; fails with TOO_LARGE, before it is looked into, where no socket could take it. */
  static JsonObject fitting(String raw) {
    if (raw != null && raw.length() > MOST_CHARS) {
      throw tooLarge();
    }
    return object(raw);
  }

  static BusException tooLarge() {
    return Failure.TOO_LARGE.because(
        "the answer has more than " + MOST_CHARS + " characters; ask the server through /mcp");
  }
}
