package dev.omnibus.measure;

import java.util.EnumMap;
import java.util.Map;

/** What changed of one series in a second. It belongs to whoever fills it until it is in a tick. */
public final class Row {

  private final SeriesKey key;
  private final Map<Metric, Number> numbers = new EnumMap<>(Metric.class);
  private final Map<Metric, SparseHistogram> histograms = new EnumMap<>(Metric.class);

  public Row(SeriesKey key) {
    this.key = key;
  }

  public SeriesKey key() {
    return key;
  }

  /** What counters were raised by, and to what gauges changed; NaN for what nobody knows. */
  public Map<Metric, Number> numbers() {
    return numbers;
  }

  public Map<Metric, SparseHistogram> histograms() {
    return histograms;
  }

  public Row put(Metric metric, Number value) {
    numbers.put(metric, value);
    return this;
  }

  public Row put(Metric metric, SparseHistogram histogram) {
    histograms.put(metric, histogram);
    return this;
  }

  /** Raises a counter, if there is something to raise it by. */
  Row add(Metric metric, long more) {
    if (more != 0) {
      numbers.merge(metric, more, (a, b) -> a.longValue() + b.longValue());
    }
    return this;
  }

  /** With what another one of the same series says. */
  Row with(Row other) {
    numbers.putAll(other.numbers);
    histograms.putAll(other.histograms);
    return this;
  }

  boolean isEmpty() {
    return numbers.isEmpty() && histograms.isEmpty();
  }
}
