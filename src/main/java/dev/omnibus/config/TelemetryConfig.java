package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What is measured, and how it is told.
 *
 * @param enabled whether anything is measured at all
 * @param mostTools how many tools have figures of their own, of all servers together
 * @param rowsPerTick how many series are told in one event; more go in several
 * @param systemHealth how often it is told how the node is
 * @param otlpUrl where metrics are sent by OTLP over HTTP; null for nowhere
 * @param otlpStep how often
 * @param traces which calls' steps are kept
 * @param history how long it is kept
 */
public record TelemetryConfig(
    boolean enabled,
    int mostTools,
    int rowsPerTick,
    Duration systemHealth,
    String otlpUrl,
    Duration otlpStep,
    TracesConfig traces,
    HistoryConfig history) {

  public static TelemetryConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    Fields otlp = Fields.of(json.getJsonObject("otlp", new JsonObject()));
    boolean enabled = !Boolean.FALSE.equals(json.getValue("enabled"));
    JsonObject traces = json.getJsonObject("traces", new JsonObject());
    return new TelemetryConfig(
        enabled,
        f.positiveOr("mostTools", 20_000),
        f.positiveOr("rowsPerTick", 1_000),
        Duration.ofMillis(f.positiveOr("systemHealthMs", 30_000)),
        otlp.textOrNull("url"),
        Duration.ofMillis(otlp.positiveOr("stepMs", 60_000)),
        enabled ? TracesConfig.fromJson(traces) : TracesConfig.off(),
        HistoryConfig.fromJson(json.getJsonObject("history", new JsonObject())));
  }
}
