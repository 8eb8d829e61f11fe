package dev.omnibus.telemetry;

import dev.omnibus.client.Listener;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Row;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Tick;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Adds up what nodes told of their counters, and how many things their histograms hold. */
final class Figures implements Listener {

  private record Place(String node, SeriesKey key, Metric metric) {}

  private final Map<Place, Long> sums = new ConcurrentHashMap<>();
  private final Map<String, Long> seconds = new ConcurrentHashMap<>();

  @Override
  public void event(JsonObject envelope) {
    String id = envelope.getString("node");
    String node = id.substring(0, id.indexOf('@'));
    Tick tick = Tick.fromJson(envelope.getJsonObject("data"));
    tick.rows().forEach(row -> add(node, row));
    seconds.put(node, tick.at());
  }

  private void add(String node, Row row) {
    row.numbers()
        .forEach(
            (metric, number) -> {
              if (metric.kind() == Metric.Kind.COUNTER) {
                sums.merge(new Place(node, row.key(), metric), number.longValue(), Long::sum);
              }
            });
    row.histograms()
        .forEach(
            (metric, times) ->
                sums.merge(new Place(node, row.key(), metric), times.count(), Long::sum));
  }

  long sum(String node, SeriesKey key, Metric metric) {
    return sums.getOrDefault(new Place(node, key, metric), 0L);
  }

  /** The last second that a node told; less than 0 when it told none. */
  long last(String node) {
    return seconds.getOrDefault(node, -1L);
  }
}
