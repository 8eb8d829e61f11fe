package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What one node grants to requests below {@code /api/v1}. How often somebody may ask stands with
 * the sockets: it is one rate for both.
 *
 * @param maxBodyBytes largest body of a request
 * @param maxPending requests of one user that wait for an answer on this node
 * @param requestTimeout deadline of a request
 */
public record RestConfig(int maxBodyBytes, int maxPending, Duration requestTimeout) {

  public static RestConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new RestConfig(
        f.positiveOr("maxBodyBytes", 1 << 20),
        f.positiveOr("maxPending", 32),
        Duration.ofMillis(f.positiveOr("requestTimeoutMs", 30_000)));
  }
}
