package dev.omnibus.gateway.balance;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;
import java.util.function.Predicate;

/**
 * How many calls are at each server and how many wait there, and how many are at each replica.
 *
 * @param known whether the configuration has this server
 */
public record Crowd(Bulkheads bulkheads, Pools pools, Predicate<String> known) implements Source {

  @Override
  public void sample(Sample into) {
    bulkheads.each(
        (server, bulkhead) -> {
          if (known.test(server)) {
            SeriesKey key = SeriesKey.server(server);
            into.gauge(key, Metric.IN_FLIGHT, bulkhead.inside());
            into.gauge(key, Metric.QUEUE, bulkhead.waiting());
          }
        });
    pools.each(
        pool ->
            pool.underWay()
                .forEach(
                    (name, calls) -> into.gauge(SeriesKey.owned(name), Metric.IN_FLIGHT, calls)));
  }
}
