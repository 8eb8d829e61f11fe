package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Row;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Tick;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A {@link Minute} that goes on. For one thread at a time. */
final class OpenMinute {

  private final long begin;
  private final long first;
  private final long run;
  private final Chunk life = new Chunk(Metric.Kind.COUNTER);
  private final Map<SeriesKey, Map<Metric, Chunk>> series = new HashMap<>();
  private long last;

  /**
   * @param first its first second
   */
  OpenMinute(long first, long run) {
    this.begin = Level.SECONDS.blockOf(first);
    this.first = first;
    this.run = run;
    this.last = first;
  }

  long first() {
    return first;
  }

  long run() {
    return run;
  }

  /** Whether a second is of this minute, and none that it has passed. */
  boolean takes(long second) {
    return second >= last && second < begin + Level.SECONDS.block();
  }

  /** A gauge that was so before this minute, and is. */
  void carry(SeriesKey key, Metric metric, double value) {
    chunk(key, metric).number((int) (first - begin), value);
  }

  /**
   * @param lived how many seconds this tick stands for
   */
  void add(Tick tick, long lived) {
    last = tick.at();
    int step = (int) (last - begin);
    life.number(step, lived);
    for (Row row : tick.rows()) {
      row.numbers()
          .forEach((metric, value) -> chunk(row.key(), metric).number(step, value.doubleValue()));
      row.histograms()
          .forEach((metric, value) -> chunk(row.key(), metric).histogram(step, value.toBytes()));
    }
  }

  private Chunk chunk(SeriesKey key, Metric metric) {
    return series
        .computeIfAbsent(key, young -> new EnumMap<>(Metric.class))
        .computeIfAbsent(metric, young -> new Chunk(young.kind()));
  }

  /** What it has of some servers by now. */
  Minute soFar(Predicate<String> wanted) {
    int end = (int) (last - begin) + 1;
    Map<String, SortedMap<SeriesKey, Map<Metric, byte[]>>> chunks = new HashMap<>();
    series.forEach(
        (key, young) -> {
          if (wanted.test(key.server())) {
            add(chunks, key, young, end);
          }
        });
    Map<String, Bundle> servers = new HashMap<>();
    chunks.forEach((server, all) -> servers.put(server, Bundle.of(all)));
    return new Minute(first, last + 1, run, life.toBytes(end), servers);
  }

  private static void add(
      Map<String, SortedMap<SeriesKey, Map<Metric, byte[]>>> all,
      SeriesKey key,
      Map<Metric, Chunk> chunks,
      int end) {
    Map<Metric, byte[]> bytes = new EnumMap<>(Metric.class);
    chunks.forEach(
        (metric, chunk) -> {
          byte[] packed = chunk.toBytes(end);
          if (packed.length > 0) {
            bytes.put(metric, packed);
          }
        });
    if (!bytes.isEmpty()) {
      all.computeIfAbsent(key.server(), young -> new TreeMap<>()).put(key, bytes);
    }
  }
}
