package dev.omnibus.telemetry.history;

import dev.omnibus.bus.Failure;
import dev.omnibus.measure.HistogramSum;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Puts together what one node's history has to say to a question. It is told first how the node
 * lived, then the rest.
 */
final class Gatherer {

  /** What is held at once; a histogram takes as much as several numbers. */
  private static final long MOST_STEPS = 2_000_000;

  private static final int WEIGHT_OF_HISTOGRAM = 10;

  private final String node;
  private final Grid grid;
  private final List<Wanted> wanted;
  private final Predicate<String> visible;
  private final Life life;
  private final Map<Series, Fold> folds = new HashMap<>();
  private final HistogramSum sum = new HistogramSum();
  private long steps;

  Gatherer(String node, Grid grid, List<Wanted> wanted, Predicate<String> visible) {
    this.node = node;
    this.grid = grid;
    this.wanted = wanted;
    this.visible = visible;
    this.life = new Life(grid);
  }

  Life life() {
    return life;
  }

  /** Whether somebody asked for it. */
  boolean wants(SeriesKey key, Metric metric) {
    return wanted.stream().anyMatch(one -> one.isMadeOf(node, key, metric, visible));
  }

  /** A chunk of a series that is wanted. */
  void add(SeriesKey key, Metric metric, byte[] chunk, long begin, int step) {
    folds
        .computeIfAbsent(new Series(node, key, metric), young -> fold(metric.kind()))
        .add(chunk, begin, step, life);
  }

  private Fold fold(Metric.Kind kind) {
    steps += (long) grid.size() * (kind == Metric.Kind.HISTOGRAM ? WEIGHT_OF_HISTOGRAM : 1);
    if (steps > MOST_STEPS) {
      throw Failure.TOO_LARGE.because("ask for fewer series or fewer points");
    }
    return new Fold(grid, kind, sum);
  }

  /** All of it. */
  Part part() {
    Map<Part.Name, Fold> values = new HashMap<>();
    folds.forEach((series, fold) -> wanted.forEach(one -> put(values, one, series, fold)));
    return new Part(node, life, values);
  }

  private void put(Map<Part.Name, Fold> values, Wanted one, Series series, Fold fold) {
    if (one.isMadeOf(node, series.key(), series.metric(), visible)) {
      values
          .computeIfAbsent(
              new Part.Name(one.index(), one.word(node, series.key())), name -> fold.unknown())
          .join(fold, one.metric().across());
    }
  }
}
