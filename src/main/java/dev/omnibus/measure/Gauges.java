package dev.omnibus.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What sources say, as far as it changed. What is said no more is said to be 0 once, or {@link
 * Metric#UNKNOWN} where there must be something as long as there is the server or replica, and so
 * is what a source that fails said. What does not change is said again every {@value #AGAIN}
 * seconds, some series in each of them, for those who came later. Sources come on any thread; the
 * rest is for one.
 */
final class Gauges {

  /** Seconds. */
  static final int AGAIN = 15;

  private final List<Asked> sources = new CopyOnWriteArrayList<>();
  private volatile Map<SeriesKey, Map<Metric, Double>> before = Map.of();
  private final Map<SeriesKey, Map<Metric, Long>> totals = new HashMap<>();
  private volatile Predicate<SeriesKey> known = key -> true;

  void add(Source source) {
    sources.add(new Asked(source));
  }

  /**
   * Asks all sources.
   *
   * @param rows the row of a series, made when it is asked for
   */
  void take(long second, Function<SeriesKey, Row> rows) {
    Said now = new Said();
    sources.forEach(source -> now.add(source.ask()));
    before.forEach((key, old) -> old.keySet().forEach(metric -> missed(key, metric, now)));
    now.gauges().forEach((key, values) -> changed(second, key, values, rows));
    before.forEach((key, old) -> gone(key, old, now.gauges().getOrDefault(key, Map.of()), rows));
    now.totals().forEach((key, values) -> grew(key, values, rows));
    before = now.gauges();
    totals.putAll(now.totals());
  }

  private void missed(SeriesKey key, Metric metric, Said now) {
    boolean isThere = key.isNode() || SeriesKey.ALL.equals(key.server()) || known.test(key);
    if (metric.isLevel() && isThere) {
      now.unknown(key, metric);
    }
  }

  /** Which servers and replicas there are. */
  void know(Predicate<SeriesKey> there) {
    known = there;
  }

  private void changed(
      long second, SeriesKey key, Map<Metric, Double> now, Function<SeriesKey, Row> rows) {
    Map<Metric, Double> old = before.getOrDefault(key, Map.of());
    boolean whole = key.isNode() || Math.floorMod(key.hashCode() - second, AGAIN) == 0;
    now.forEach(
        (metric, value) -> {
          if (whole || !value.equals(old.get(metric))) {
            rows.apply(key).put(metric, number(value));
          }
        });
  }

  private static void gone(
      SeriesKey key,
      Map<Metric, Double> old,
      Map<Metric, Double> now,
      Function<SeriesKey, Row> rows) {
    old.forEach(
        (metric, value) -> {
          if (value != 0 && !now.containsKey(metric)) {
            rows.apply(key).put(metric, 0);
          }
        });
  }

  /** One that is less than before began anew. */
  private void grew(SeriesKey key, Map<Metric, Long> now, Function<SeriesKey, Row> rows) {
    Map<Metric, Long> old = totals.getOrDefault(key, Map.of());
    now.forEach(
        (metric, value) -> {
          long last = old.getOrDefault(metric, 0L);
          long more = value < last ? value : value - last;
          if (more > 0) {
            rows.apply(key).add(metric, more);
          }
        });
  }

  /** What was said last; not to be changed. */
  Map<SeriesKey, Map<Metric, Double>> last() {
    return before;
  }

  private static Number number(double value) {
    long whole = (long) value;
    if (whole == value) {
      return whole;
    }
    return value;
  }
}
