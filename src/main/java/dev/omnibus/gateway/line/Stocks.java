package dev.omnibus.gateway.line;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many connections of the fast plane all loops together have to each server and replica. Any
 * thread counts.
 */
public final class Stocks implements Source {

  /** Those to one server or replica. */
  static final class Stock {
    final LongAdder open = new LongAdder();
    final LongAdder idle = new LongAdder();

    /** Requests whose connection is being made. */
    final LongAdder waiting = new LongAdder();

    private void sample(SeriesKey key, Sample into) {
      into.gauge(key, Metric.POOL_OPEN, open.sum());
      into.gauge(key, Metric.POOL_IDLE, idle.sum());
      into.gauge(key, Metric.POOL_WAITING, waiting.sum());
    }
  }

  private final Map<String, Stock> stocks = new ConcurrentHashMap<>();

  Stock of(String name) {
    return stocks.computeIfAbsent(name, young -> new Stock());
  }

  /** Those of other servers and replicas are forgotten. */
  public void retain(Set<String> names) {
    stocks.keySet().retainAll(names);
  }

  @Override
  public void sample(Sample into) {
    stocks.forEach((name, stock) -> SeriesKey.each(name, key -> stock.sample(key, into)));
  }
}
