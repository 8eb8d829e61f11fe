package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * How long what was measured is kept; the last hour of it, second by second, is in memory.
 *
 * @param tens in steps of ten seconds
 * @param minutes in steps of a minute
 * @param hours in steps of an hour
 * @param availability how servers were
 */
public record HistoryConfig(
    Duration tens, Duration minutes, Duration hours, Duration availability) {

  public static HistoryConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new HistoryConfig(
        Duration.ofHours(f.positiveOr("keep10sHours", 24)),
        Duration.ofDays(f.positiveOr("keep1mDays", 30)),
        Duration.ofDays(f.positiveOr("keep1hDays", 731)),
        Duration.ofDays(f.positiveOr("keepAvailabilityDays", 91)));
  }
}
