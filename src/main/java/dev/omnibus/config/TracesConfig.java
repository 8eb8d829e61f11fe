package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which calls' traces are kept, how much of them, and who gets them beside the dashboard.
 *
 * @param on whether any is kept
 * @param share of all calls that is kept, between 0 and 1
 * @param slow a call that takes so long is kept
 * @param perSecond most that are kept a second of one server for each reason
 * @param maxBytes what all take of the memory
 * @param eventsPerSecond spans told on the bus
 * @param otlp where spans are sent to, over OTLP/HTTP; null for nowhere
 * @param otlpHeaders what is shown there; values may be references to secrets
 * @param otlpQueue spans that may wait for it; more are dropped
 */
public record TracesConfig(
    boolean on,
    double share,
    Duration slow,
    int perSecond,
    int maxBytes,
    int eventsPerSecond,
    URI otlp,
    Map<String, String> otlpHeaders,
    int otlpQueue) {

  public TracesConfig {
    otlpHeaders = Map.copyOf(otlpHeaders);
  }

  /** Nothing is kept. */
  public static TracesConfig off() {
    return fromJson(new JsonObject().put("enabled", false));
  }

  /**
   * Reads {@code {"enabled":true,"share":0.01,"slowMs":1000,"perSecond":5,"maxBytes":33554432,
   * "otlp":{"url":"http://collector:4318/v1/traces","headers":{"api-key":"${env:KEY}"}}}}.
   */
  public static TracesConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    JsonObject otlp = json.getJsonObject("otlp", new JsonObject());
    String url = otlp.getString("url");
    Map<String, String> headers = new TreeMap<>();
    otlp.getJsonObject("headers", new JsonObject())
        .forEach(header -> headers.put(header.getKey(), String.valueOf(header.getValue())));
    return new TracesConfig(
        json.getBoolean("enabled", true),
        json.getDouble("share", 0.01),
        Duration.ofMillis(f.positiveOr("slowMs", 1_000)),
        f.positiveOr("perSecond", 5),
        f.positiveOr("maxBytes", 32 << 20),
        f.positiveOr("eventsPerSecond", 50),
        url == null ? null : URI.create(url),
        headers,
        Fields.of(otlp).positiveOr("queue", 4_096));
  }
}
