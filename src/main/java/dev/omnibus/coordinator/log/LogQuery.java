package dev.omnibus.coordinator.log;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Which lines somebody wants: the newest that are later than a moment, at least so grave, of one
 * source, and hold a text, whatever its case.
 *
 * <p>{@code {"since":"2026-11-22T10:00:00Z","level":"warning","source":"stderr","text":"disk",
 * "limit":200}}
 *
 * @param since null for any
 * @param level null for any
 * @param source null for any
 * @param text null for any
 */
record LogQuery(Instant since, LogLevel level, LogSource source, String text, int limit) {

  static final int MOST = 2_000;
  private static final int USUAL = 200;
  private static final int LONGEST_TEXT = 200;

  /** A bad value is an IllegalArgumentException naming it. */
  static LogQuery fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    int limit = f.intOr("limit", USUAL);
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("'limit' is 1 to " + MOST);
    }
    String text = f.textOrNull("text");
    if (text != null && text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("'text' has at most " + LONGEST_TEXT + " characters");
    }
    return new LogQuery(
        since(f),
        f.wordOrNull("level", LogLevel::of),
        f.wordOrNull("source", LogSource::of),
        text == null || text.isEmpty() ? null : text,
        limit);
  }

  private static Instant since(Fields f) {
    try {
      return f.instantOrNull("since");
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'since' is no time such as 2026-11-22T10:00:00Z");
    }
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject().put("limit", limit);
    if (since != null) {
      json.put("since", since.toString());
    }
    if (level != null) {
      json.put("level", level.word());
    }
    if (source != null) {
      json.put("source", source.word());
    }
    return text == null ? json : json.put("text", text);
  }

  LogQuery limited(int most) {
    return new LogQuery(since, level, source, text, most);
  }

  boolean wants(LogLine line) {
    return (since == null || line.at().isAfter(since))
        && (level == null || line.level().compareTo(level) >= 0)
        && (source == null || line.source() == source)
        && (text == null || holds(line.text()));
  }

  private boolean holds(String whole) {
    for (int i = 0; i <= whole.length() - text.length(); i++) {
      if (whole.regionMatches(true, i, text, 0, text.length())) {
        return true;
      }
    }
    return false;
  }
}
