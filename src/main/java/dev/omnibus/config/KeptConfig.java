package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What is kept of streams for agents that lose their connection and come back.
 *
 * @param time after the end of a stream
 * @param events of one stream; the last ones
 * @param sessionBytes of one session
 * @param nodeBytes of all sessions on this node
 */
public record KeptConfig(Duration time, int events, int sessionBytes, int nodeBytes) {

  /** Reads {@code {"ms":90000,"events":1000,"sessionBytes":8388608,"nodeBytes":134217728}}. */
  static KeptConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new KeptConfig(
        Duration.ofMillis(f.positiveOr("ms", 90_000)),
        f.positiveOr("events", 1_000),
        f.positiveOr("sessionBytes", 8 << 20),
        f.positiveOr("nodeBytes", 128 << 20));
  }
}
