package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Row;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Tick;
import dev.omnibus.telemetry.clock.Pace;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Keeps what this node measured in the last hour, second by second. It believes the second that
 * stands in a tick: one that was there before begins another run, and counts beside the first. Any
 * thread.
 */
final class Recorder {

  private final LongSupplier runs;
  private final Ring ring = new Ring();
  private final Pace pace = new Pace();
  private final Map<SeriesKey, Map<Metric, Double>> gauges = new HashMap<>();
  private OpenMinute open;
  private long run;

  // Written under the lock; read by those who must not wait for it.
  private volatile long lost;
  private volatile long reachesTo = Long.MAX_VALUE;
  private volatile int waiting;
  private volatile long bytes;

  /**
   * @param runs a number for a run that no other one has
   */
  Recorder(LongSupplier runs) {
    this.runs = runs;
    this.run = runs.getAsLong();
  }

  /** A tick stands for the time since the one before it, if that is not too long ago. */
  synchronized void hear(Tick tick) {
    long since = pace.since(tick.at());
    long lived = pace.leadsTo(tick.at()) ? since : 1;
    if (since < 0) {
      run = runs.getAsLong();
    }
    if (open == null || open.run() != run || !open.takes(tick.at())) {
      begin(tick.at());
    }
    open.add(tick, lived);
    pace.at(tick.at());
    tick.rows().forEach(this::remember);
    figure();
  }

  private void begin(long second) {
    seal();
    open = new OpenMinute(second, run);
    gauges.forEach(
        (key, values) -> values.forEach((metric, value) -> open.carry(key, metric, value)));
  }

  private void seal() {
    if (open != null) {
      lost = lost + ring.add(open.soFar(server -> true));
      open = null;
    }
  }

  /** Gauges are told when they change; at zero they cost nothing. */
  private void remember(Row row) {
    row.numbers()
        .forEach(
            (metric, value) -> {
              if (metric.kind() == Metric.Kind.GAUGE) {
                remember(row.key(), metric, value.doubleValue());
              }
            });
  }

  private void remember(SeriesKey key, Metric metric, double value) {
    if (value != 0) {
      gauges.computeIfAbsent(key, young -> new EnumMap<>(Metric.class)).put(metric, value);
    } else if (gauges.containsKey(key)) {
      gauges.get(key).remove(metric);
      gauges.computeIfPresent(key, (same, values) -> values.isEmpty() ? null : values);
    }
  }

  /** Nothing follows: what is open is whole. */
  synchronized void finish() {
    seal();
    figure();
  }

  /** The oldest minute that is in no store; null for none. */
  synchronized Minute oldestUnsaved() {
    return ring.oldestUnsaved();
  }

  synchronized void saved(Minute minute) {
    ring.saved(minute);
    figure();
  }

  /** What it has of some servers, of the whole hour. */
  synchronized List<Minute> all(Predicate<String> wanted) {
    return withOpen(ring.all(), wanted);
  }

  /** What it has of some servers that is in no store. */
  synchronized List<Minute> unsaved(Predicate<String> wanted) {
    return withOpen(ring.unsaved(), wanted);
  }

  private List<Minute> withOpen(List<Minute> minutes, Predicate<String> wanted) {
    if (open != null) {
      minutes.add(open.soFar(wanted));
    }
    return minutes;
  }

  private void figure() {
    long oldest = ring.first();
    reachesTo = oldest == Long.MAX_VALUE && open != null ? open.first() : oldest;
    waiting = ring.waiting();
    bytes = ring.bytes();
  }

  /** The first second of the hour that is there; {@code Long.MAX_VALUE} for none. */
  long reachesTo() {
    return reachesTo;
  }

  /** The second of the last tick; {@code Long.MIN_VALUE} before the first. */
  long now() {
    return pace.last();
  }

  /** Whether the clock of the ticks may be believed. */
  boolean isSteady() {
    return pace.isSteady();
  }

  /** How many minutes wait for the store. */
  int waiting() {
    return waiting;
  }

  /** How many minutes no store took before their hour was over. */
  long lost() {
    return lost;
  }

  /** What the hour takes of the memory, without what holds it together. */
  long bytes() {
    return bytes;
  }
}
