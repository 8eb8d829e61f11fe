package dev.omnibus.gateway.desk;

import io.vertx.core.json.JsonObject;

/**
 * What a run came to: a result as raw JSON, an error, or neither.
 *
 * @param raw of the result; null for none, and for one that is too long to be kept
 * @param length of the result in characters
 */
record Outcomes(String raw, int length, JsonObject error) {

  /** More than this is not kept. */
  static final int MOST_CHARS = 8 << 20;

  /** Up to this it goes along with the rest; a longer one is fetched in pieces. */
  static final int INLINE = 200_000;

  private static final int PIECE = 200_000;

  static final Outcomes NONE = new Outcomes(null, 0, null);

  static Outcomes result(String raw) {
    String text = raw == null ? "null" : raw;
    return new Outcomes(text.length() > MOST_CHARS ? null : text, text.length(), null);
  }

  static Outcomes error(Verdict verdict) {
    JsonObject error = verdict.error().copy().put("ours", verdict.ours());
    boolean fits = error.encode().length() <= INLINE;
    return new Outcomes(
        null, 0, fits ? error : new JsonObject().put("message", Transcript.cut(verdict.message())));
  }

  int chars() {
    return raw == null ? 0 : raw.length();
  }

  JsonObject into(JsonObject json) {
    if (error != null) {
      return json.put("error", error.copy());
    }
    if (length == 0) {
      return json;
    }
    json.put("resultChars", length).put("resultKept", raw != null);
    return raw != null && length <= INLINE ? json.put("result", Results.parsed(raw)) : json;
  }

  /** {@code {"piece":"..","next":200000,"chars":450000}}; no {@code next} with the last one. */
  JsonObject piece(int from) {
    if (raw == null || from < 0 || from >= raw.length()) {
      throw new IllegalArgumentException("there is nothing at 'from'");
    }
    int end = Math.min(raw.length(), from + PIECE);
    if (end < raw.length() && Character.isHighSurrogate(raw.charAt(end - 1))) {
      end--;
    }
    JsonObject piece =
        new JsonObject().put("piece", raw.substring(from, end)).put("chars", raw.length());
    return end < raw.length() ? piece.put("next", end) : piece;
  }
}
