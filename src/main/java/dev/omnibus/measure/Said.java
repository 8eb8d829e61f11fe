package dev.omnibus.measure;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/** What was said when somebody asked: by one source, or by all of them together. */
final class Said implements Source.Sample {

  private final Map<SeriesKey, Map<Metric, Double>> gauges = new HashMap<>();
  private final Map<SeriesKey, Map<Metric, Long>> totals = new HashMap<>();

  @Override
  public void gauge(SeriesKey key, Metric metric, double value) {
    of(gauges, key).merge(metric, value, Metric.Across.SUM::together);
  }

  @Override
  public void total(SeriesKey key, Metric metric, long value) {
    of(totals, key).merge(metric, value, Long::sum);
  }

  private static <T> Map<Metric, T> of(Map<SeriesKey, Map<Metric, T>> all, SeriesKey key) {
    return all.computeIfAbsent(key, missing -> new EnumMap<>(Metric.class));
  }

  Map<SeriesKey, Map<Metric, Double>> gauges() {
    return gauges;
  }

  Map<SeriesKey, Map<Metric, Long>> totals() {
    return totals;
  }

  /** Takes in what somebody else said. */
  void add(Said other) {
    add(gauges, other.gauges, Metric.Across.SUM::together);
    add(totals, other.totals, Long::sum);
  }

  private static <T> void add(
      Map<SeriesKey, Map<Metric, T>> all,
      Map<SeriesKey, Map<Metric, T>> more,
      BinaryOperator<T> sum) {
    more.forEach(
        (key, values) -> values.forEach((metric, value) -> of(all, key).merge(metric, value, sum)));
  }

  /** The same when nobody knows any more how it is; what there was until now, there was. */
  Said unknown() {
    Said unknown = new Said();
    gauges.forEach(
        (key, values) -> values.keySet().forEach(metric -> unknown.unknown(key, metric)));
    unknown.totals.putAll(totals);
    return unknown;
  }
}
