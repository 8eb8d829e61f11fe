package dev.omnibus.telemetry;

import dev.omnibus.measure.Measures;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gauges on {@code /metrics}: {@code omnibus_measured_queue{server="files",replica="0"}}; the
 * server of the node itself is empty. A series is there as long as somebody says how it is.
 */
final class GaugeMeters {

  private final MeterRegistry meters;
  private final Measures measures;
  private final Map<Metric, MultiGauge> gauges = new EnumMap<>(Metric.class);
  private final Map<Metric, Set<SeriesKey>> shown = new EnumMap<>(Metric.class);

  GaugeMeters(MeterRegistry meters, Measures measures) {
    this.meters = meters;
    this.measures = measures;
  }

  /** Shows those that came, and no longer those that went. */
  void refresh() {
    Map<Metric, Set<SeriesKey>> now = new EnumMap<>(Metric.class);
    measures
        .gauges()
        .forEach(
            (key, values) ->
                values
                    .keySet()
                    .forEach(
                        metric ->
                            now.computeIfAbsent(metric, missing -> new HashSet<>()).add(key)));
    shown.keySet().stream().filter(metric -> !now.containsKey(metric)).toList().forEach(this::none);
    now.forEach(this::show);
  }

  private void none(Metric metric) {
    show(metric, Set.of());
  }

  private void show(Metric metric, Set<SeriesKey> keys) {
    if (!keys.equals(shown.put(metric, keys))) {
      List<MultiGauge.Row<?>> rows =
          keys.stream().<MultiGauge.Row<?>>map(k -> row(metric, k)).toList();
      gauges.computeIfAbsent(metric, this::gauge).register(rows, true);
    }
  }

  private MultiGauge gauge(Metric metric) {
    return MultiGauge.builder("omnibus.measured." + metric.word()).register(meters);
  }

  private MultiGauge.Row<?> row(Metric metric, SeriesKey key) {
    Tags tags = Tags.of("server", key.server(), "replica", Integer.toString(key.replica()));
    return MultiGauge.Row.of(tags, () -> measures.gauge(key, metric));
  }
}
