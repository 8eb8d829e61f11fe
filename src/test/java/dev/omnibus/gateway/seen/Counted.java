package dev.omnibus.gateway.seen;

import dev.omnibus.measure.Measures;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Row;
import dev.omnibus.measure.SeriesKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a gateway under test counted, of all its servers together. */
public final class Counted {

  private final Measures measures = new Measures(true, 100);
  private final Map<Metric, Long> sums = new EnumMap<>(Metric.class);
  private final Map<String, Map<Metric, Long>> tools = new TreeMap<>();

  /** For the gateway. */
  public Measures measures() {
    return measures;
  }

  /** What a counter says by now. */
  public synchronized long of(Metric metric) {
    take();
    return sums.getOrDefault(metric, 0L);
  }

  /** Calls that went well. */
  public synchronized long well() {
    take();
    long failed =
        sums.keySet().stream()
            .filter(metric -> metric == Metric.CANCELLED || metric.word().startsWith("errors."))
            .mapToLong(sums::get)
            .sum();
    return sums.getOrDefault(Metric.CALLS, 0L) - failed;
  }

  /** The tools that have a series of their own. */
  public synchronized Set<String> tools() {
    take();
    return tools.keySet();
  }

  /** What a counter of one tool says by now. */
  public synchronized long of(String tool, Metric metric) {
    take();
    return tools.getOrDefault(tool, Map.of()).getOrDefault(metric, 0L);
  }

  private void take() {
    for (Row row : measures.take(0).rows()) {
      SeriesKey key = row.key();
      if (!key.tool().isEmpty()) {
        add(row, tools.computeIfAbsent(key.tool(), young -> new EnumMap<>(Metric.class)));
      } else if (key.replica() == 0) {
        add(row, sums);
      }
    }
  }

  private static void add(Row row, Map<Metric, Long> sums) {
    row.numbers().forEach((metric, number) -> sums.merge(metric, number.longValue(), Long::sum));
  }
}
