package dev.omnibus.telemetry;

import dev.omnibus.measure.Measures;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gauges on {@code /metrics}: {@code omnibus_server_calls_queued{server="files"}}, {@code
 * omnibus_replica_process_threads{server="files",replica="2"}}, {@code omnibus_node_cpu_ratio}. A
 * series is there as long as somebody knows how it is.
 */
final class GaugeMeters {

  private record Shown(SeriesKey key, Metric metric) {}

  private final MeterRegistry meters;
  private final Measures measures;
  private final Map<GaugeName, MultiGauge> gauges = new HashMap<>();
  private final Map<GaugeName, Set<Shown>> shown = new HashMap<>();

  GaugeMeters(MeterRegistry meters, Measures measures) {
    this.meters = meters;
    this.measures = measures;
  }

  /** Shows those that came, and no longer those that went. */
  void refresh() {
    Map<GaugeName, Set<Shown>> now = new HashMap<>();
    measures
        .gauges()
        .forEach(
            (key, values) ->
                values.forEach(
                    (metric, value) -> {
                      GaugeName name = GaugeName.of(key, metric);
                      if (name != null && !value.isNaN()) {
                        now.computeIfAbsent(name, missing -> new HashSet<>())
                            .add(new Shown(key, metric));
                      }
                    }));
    shown.keySet().stream().filter(name -> !now.containsKey(name)).toList().forEach(this::none);
    now.forEach(this::show);
  }

  private void none(GaugeName name) {
    show(name, Set.of());
  }

  private void show(GaugeName name, Set<Shown> series) {
    if (!series.equals(shown.put(name, series))) {
      List<MultiGauge.Row<?>> rows =
          series.stream().<MultiGauge.Row<?>>map(one -> row(name, one)).toList();
      gauges.computeIfAbsent(name, this::gauge).register(rows, true);
    }
  }

  private MultiGauge gauge(GaugeName name) {
    return MultiGauge.builder(name.name())
        .description(name.help())
        .baseUnit(name.unit())
        .register(meters);
  }

  private MultiGauge.Row<?> row(GaugeName name, Shown one) {
    return MultiGauge.Row.of(tags(one.key()), () -> value(name, one));
  }

  private double value(GaugeName name, Shown one) {
    Double value = measures.gauge(one.key(), one.metric());
    return value == null ? Double.NaN : value * name.scale();
  }

  private static Tags tags(SeriesKey key) {
    if (key.isNode()) {
      return Tags.empty();
    }
    Tags server = Tags.of("server", key.server());
    return key.replica() > 0 ? server.and("replica", Integer.toString(key.replica())) : server;
  }
}
