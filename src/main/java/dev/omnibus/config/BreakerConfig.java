package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * When a breaker opens and how it comes back. Rates are fractions of 1.
 *
 * @param window how far back outcomes count
 * @param buckets into how many slices the window is cut
 * @param minimumVolume fewer outcomes than this in the window never trip a rate
 * @param failureRate share of failed ones that trips
 * @param slowRate share of slow ones that trips; 0 leaves slowness to the health rules
 * @param consecutive failures in a row that trip whatever the rate
 * @param open first open time; doubles with each failed trial up to {@code openMax}
 * @param trials half-open probes that must succeed in a row to close
 */
public record BreakerConfig(
    Duration window,
    int buckets,
    int minimumVolume,
    double failureRate,
    double slowRate,
    int consecutive,
    Duration open,
    Duration openMax,
    int trials) {

  public static BreakerConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new BreakerConfig(
        Duration.ofMillis(or(f.longOrNull("windowMs"), 60_000)),
        (int) or(f.longOrNull("buckets"), 12),
        (int) or(f.longOrNull("minimumVolume"), 10),
        or(f.doubleOrNull("failureRate"), 0.5),
        or(f.doubleOrNull("slowRate"), 0.0),
        (int) or(f.longOrNull("consecutive"), 8),
        Duration.ofMillis(or(f.longOrNull("openMs"), 15_000)),
        Duration.ofMillis(or(f.longOrNull("openMaxMs"), 300_000)),
        (int) or(f.longOrNull("trials"), 2));
  }

  private static long or(Long value, long otherwise) {
    return value == null ? otherwise : value;
  }

  private static double or(Double value, double otherwise) {
    return value == null ? otherwise : value;
  }
}
