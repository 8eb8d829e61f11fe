package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * How presence is kept.
 *
 * @param grace how long somebody without a connection counts as here
 * @param gather over which time changes are gathered into one event
 * @param compare how often a node says how far it is, so that others find what they lack
 */
public record PeopleConfig(Duration grace, Duration gather, Duration compare) {

  public static PeopleConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new PeopleConfig(
        Duration.ofMillis(f.positiveOr("graceMs", 10_000)),
        Duration.ofMillis(f.positiveOr("gatherMs", 500)),
        Duration.ofMillis(f.positiveOr("compareMs", 5_000)));
  }
}
