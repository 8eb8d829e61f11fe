package dev.omnibus.telemetry.history;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody asks of history.
 *
 * <p>{@code {"series":[{"metric":"calls","server":"files"}],"from":"2026-11-22T10:00:00Z",
 * "to":1764380000000,"maxPoints":300}}
 *
 * @param from seconds since 1970
 * @param to seconds since 1970, itself not asked for
 */
record Question(List<Wanted> series, long from, long to, int maxPoints) {

  static final int MOST_SERIES = 100;
  static final int MOST_POINTS = 2_000;
  static final int POINTS = 300;

  private static final long MILLIS = 1_000;

  /** Ten years: longer than anything is kept. */
  private static final long LONGEST = 3_653L * 86_400;

  Question {
    series = List.copyOf(series);
    if (series.isEmpty() || series.size() > MOST_SERIES) {
      throw new IllegalArgumentException("'series' has 1 to " + MOST_SERIES + " entries");
    }
    if (to <= from) {
      throw new IllegalArgumentException("'from' must be before 'to'");
    }
    if (to - from > LONGEST) {
      throw new IllegalArgumentException("'from' and 'to' are more than ten years apart");
    }
    if (maxPoints < 1 || maxPoints > MOST_POINTS) {
      throw new IllegalArgumentException("'maxPoints' is 1 to " + MOST_POINTS);
    }
  }

  static Question fromJson(JsonObject json) {
    List<Wanted> series = new ArrayList<>();
    if (!(json.getValue("series") instanceof JsonArray asked)) {
      throw new IllegalArgumentException("missing 'series'");
    }
    for (Object one : asked) {
      if (!(one instanceof JsonObject wanted)) {
        throw new IllegalArgumentException("'series' has objects");
      }
      series.add(Wanted.fromJson(series.size(), wanted));
    }
    Object points = json.getValue("maxPoints", POINTS);
    return new Question(
        series,
        Math.floorDiv(millis(json, "from"), MILLIS),
        Math.floorDiv(millis(json, "to") + MILLIS - 1, MILLIS),
        points instanceof Integer number ? number : -1);
  }

  private static long millis(JsonObject json, String key) {
    Object value = json.getValue(key);
    try {
      long millis =
          value instanceof Integer || value instanceof Long
              ? ((Number) value).longValue()
              : Instant.parse(String.valueOf(value)).toEpochMilli();
      if (millis >= 0 && millis <= Instant.parse("9999-12-31T00:00:00Z").toEpochMilli()) {
        return millis;
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "'" + key + "' is an instant such as 2026-11-22T10:00:00Z, or milliseconds since 1970");
  }
}
