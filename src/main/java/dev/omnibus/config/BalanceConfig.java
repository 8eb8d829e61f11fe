package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * How calls are spread over the replicas of one server.
 *
 * @param slowStart how long a replica that comes back gets less than its share
 * @param panicPercent with fewer than so many of them healthy, all are used
 * @param maxEjectedPercent how many of them a node may leave out on account of what it met with
 * @param ejectAfter calls in a row that may fail before a replica is left out; one that cannot be
 *     connected to is left out at once
 * @param eject how long; each time in short order doubles it
 */
public record BalanceConfig(
    Duration slowStart, int panicPercent, int maxEjectedPercent, int ejectAfter, Duration eject) {

  /** Reads {@code {"slowStartMs":10000,"panicPercent":30,...}}. */
  public static BalanceConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new BalanceConfig(
        Duration.ofMillis(f.intOr("slowStartMs", 10_000)),
        f.intOr("panicPercent", 30),
        f.intOr("maxEjectedPercent", 50),
        f.intOr("ejectAfter", 5),
        Duration.ofMillis(f.intOr("ejectMs", 2_000)));
  }
}
