package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Packed;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Unpacked;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * All series of one server as few bytes: a chunk for each metric, in columns. In memory only, since
 * metrics are told by their place in the enum.
 *
 * @param keys of the series, in their order
 */
record Bundle(List<SeriesKey> keys, byte[] bytes) {

  private static final Metric[] METRICS = Metric.values();

  static Bundle of(SortedMap<SeriesKey, Map<Metric, byte[]>> series) {
    Packed bytes = new Packed(256);
    Columns columns = new Columns();
    for (Map<Metric, byte[]> chunks : series.values()) {
      columns.begin();
      bytes.number(chunks.size());
      chunks.forEach(
          (metric, chunk) -> {
            bytes.number(metric.ordinal());
            columns.write(metric.kind(), chunk, bytes);
          });
    }
    return new Bundle(List.copyOf(series.keySet()), bytes.toBytes());
  }

  void read(Minute.Visitor visitor) {
    Unpacked from = new Unpacked(bytes);
    Columns columns = new Columns();
    for (SeriesKey key : keys) {
      columns.begin();
      for (long left = from.number(); left > 0; left--) {
        Metric metric = METRICS[(int) from.number()];
        visitor.series(key, metric, columns.read(metric.kind(), from));
      }
    }
  }

  /** The same; where another one has the same series, both have one list of them. */
  Bundle sharing(Bundle other) {
    return other != null && other.keys.equals(keys) ? new Bundle(other.keys, bytes) : this;
  }
}
