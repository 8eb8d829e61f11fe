package dev.omnibus.credential;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * A token as a token endpoint gave it (RFC 6749 5.1).
 *
 * @param lasts null when it is good until somebody refuses it
 */
record AccessToken(String value, Duration lasts) {

  private static final int MAX_LENGTH = 16 << 10;

  /** Or each call would fetch one. */
  private static final long MIN_SECONDS = 5;

  private static final long MAX_SECONDS = 365L * 24 * 3600;

  /** Throws an IllegalArgumentException for what is no token that we could show. */
  static AccessToken of(JsonObject answer) {
    Object token = answer.getValue("access_token");
    Object type = answer.getValue("token_type");
    if (!(token instanceof String text) || !isToken(text)) {
      throw new IllegalArgumentException("answered without an access token");
    }
    if (!(type instanceof String word) || !word.equalsIgnoreCase("Bearer")) {
      throw new IllegalArgumentException("gave a token that is not a bearer token");
    }
    return new AccessToken(text, lasts(answer.getValue("expires_in")));
  }

  /** Only what may stand in a header (RFC 6750 2.1). */
  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && text.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /** Some write the number as a text. */
  private static Duration lasts(Object seconds) {
    if (seconds instanceof Number number) {
      return bounded(number.doubleValue());
    }
    return seconds instanceof String text && text.matches("\\d{1,9}")
        ? bounded(Long.parseLong(text))
        : null;
  }

  /** The value of {@code Authorization}. */
  String header() {
    return "Bearer " + value;
  }

  private static Duration bounded(double seconds) {
    return Duration.ofSeconds((long) Math.max(MIN_SECONDS, Math.min(MAX_SECONDS, seconds)));
  }

  @Override
  public String toString() {
    return "AccessToken[" + lasts + "]";
  }
}
