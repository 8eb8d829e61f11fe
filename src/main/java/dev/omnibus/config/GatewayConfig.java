package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What the gateway grants to agents.
 *
 * @param callTimeout deadline of one request to one server
 * @param listTimeout how long a server may take to show what it has when all are asked at once
 * @param maxBodyBytes largest message of an agent
 */
public record GatewayConfig(Duration callTimeout, Duration listTimeout, int maxBodyBytes) {

  /** Reads {@code {"callTimeoutMs":60000,"listTimeoutMs":5000,"maxBodyBytes":4194304}}. */
  public static GatewayConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new GatewayConfig(
        Duration.ofMillis(number(f, "callTimeoutMs", 60_000)),
        Duration.ofMillis(number(f, "listTimeoutMs", 5_000)),
        number(f, "maxBodyBytes", 4 << 20));
  }

  private static int number(Fields f, String key, int otherwise) {
    Integer value = f.intOrNull(key);
    if (value != null && value <= 0) {
      throw new IllegalArgumentException("'" + key + "' must be more than 0");
    }
    return value == null ? otherwise : value;
  }
}
