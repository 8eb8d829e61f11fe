package dev.omnibus.telemetry;

import dev.omnibus.measure.Row;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Tick;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Calls on {@code /metrics}, as ticks have them: {@code omnibus_server_calls_total} has every call,
 * {@code omnibus_replica_calls_total} and {@code omnibus_tool_calls_total} are cuts of it, so that
 * the sum of each is a true one. For one thread.
 */
final class CallMeters {

  private final MeterRegistry meters;
  private final Map<SeriesKey, CallMeter> known = new HashMap<>();

  CallMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  void hear(Tick tick) {
    tick.rows().stream().filter(row -> !row.key().isNode()).forEach(this::hear);
  }

  /** Of a series that only gauges speak of there is nothing to count. */
  private void hear(Row row) {
    CallMeter meter = known.get(row.key());
    if (meter == null && CallMeter.isAbout(row)) {
      meter = new CallMeter(row.key(), meters);
      known.put(row.key(), meter);
    }
    if (meter != null) {
      meter.add(row);
    }
  }

  /** The configuration has these servers now; those of others are shown no more. */
  void retain(Set<String> servers) {
    known
        .entrySet()
        .removeIf(
            entry -> {
              String server = entry.getKey().server();
              boolean gone = !servers.contains(server) && !SeriesKey.ALL.equals(server);
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
  }
}
