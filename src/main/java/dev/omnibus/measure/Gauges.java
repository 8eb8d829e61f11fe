package dev.omnibus.measure;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sources say, as far as it changed. What is said no more is said to be 0 once. What does not
 * change is said again every {@value #AGAIN} seconds, some series in each of them, for those who
 * came later. Sources come on any thread; the rest is for one.
 */
final class Gauges {

  /** Seconds. */
  static final int AGAIN = 15;

  private static final Logger LOG = LoggerFactory.getLogger(Gauges.class);

  private final List<Source> sources = new CopyOnWriteArrayList<>();
  private volatile Map<SeriesKey, Map<Metric, Double>> before = Map.of();
  private final Map<SeriesKey, Map<Metric, Long>> totals = new HashMap<>();
  private final Set<Source> failed = Collections.newSetFromMap(new IdentityHashMap<>());

  void add(Source source) {
    sources.add(source);
  }

  /** One round of asking. */
  private static final class Round implements Source.Sample {
    private final Map<SeriesKey, Map<Metric, Double>> gauges = new HashMap<>();
    private final Map<SeriesKey, Map<Metric, Long>> totals = new HashMap<>();

    @Override
    public void gauge(SeriesKey key, Metric metric, double value) {
      of(gauges, key).merge(metric, value, Double::sum);
    }

    @Override
    public void total(SeriesKey key, Metric metric, long value) {
      of(totals, key).merge(metric, value, Long::sum);
    }

    private static <T> Map<Metric, T> of(Map<SeriesKey, Map<Metric, T>> all, SeriesKey key) {
      return all.computeIfAbsent(key, missing -> new EnumMap<>(Metric.class));
    }
  }

  /**
   * Asks all sources.
   *
   * @param rows the row of a series, made when it is asked for
   */
  void take(long second, Function<SeriesKey, Row> rows) {
    Round round = ask();
    round.gauges.forEach((key, now) -> changed(second, key, now, rows));
    before.forEach((key, old) -> gone(key, old, round.gauges.getOrDefault(key, Map.of()), rows));
    round.totals.forEach((key, now) -> grew(key, now, rows));
    before = round.gauges;
    totals.putAll(round.totals);
  }

  /** What one knows that fails is taken to be as it was. */
  private Round ask() {
    Round round = new Round();
    boolean whole = true;
    for (Source source : sources) {
      whole &= ask(source, round);
    }
    if (!whole) {
      before.forEach((key, old) -> old.forEach(Round.of(round.gauges, key)::putIfAbsent));
    }
    return round;
  }

  private boolean ask(Source source, Round round) {
    try {
      source.sample(round);
      failed.remove(source);
      return true;
    } catch (RuntimeException broken) {
      if (failed.add(source)) {
        LOG.warn("source={} says nothing of how it is", source.getClass().getName(), broken);
      }
      return false;
    }
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
