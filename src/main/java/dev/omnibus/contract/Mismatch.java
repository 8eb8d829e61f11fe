package dev.omnibus.contract;

import io.vertx.core.json.JsonObject;

/**
 * Where something is not as its schema wants it, and why; never the value itself.
 *
 * @param pointer JSON pointer (RFC 6901) of the place; empty for the whole
 */
public record Mismatch(String pointer, String reason) {

  private static final String MISSING = "is missing";

  static Mismatch missing(String pointer) {
    return new Mismatch(pointer, MISSING);
  }

  /** Whether something is not there at all. */
  boolean isMissing() {
    return reason.equals(MISSING);
  }

  /** {@code {"pointer":"/timeoutMs","detail":"must be at least 1"}}. */
  public JsonObject toJson() {
    return new JsonObject().put("pointer", pointer).put("detail", reason);
  }

  @Override
  public String toString() {
    return (pointer.isEmpty() ? "the body" : "'" + pointer + "'") + " " + reason;
  }
}
