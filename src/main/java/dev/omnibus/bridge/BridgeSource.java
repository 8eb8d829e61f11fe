package dev.omnibus.bridge;

import dev.omnibus.bridge.socket.BridgeCounters;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;

/** The sockets of this node. */
public record BridgeSource(BridgeCounters counters) implements Source {

  @Override
  public void sample(Sample into) {
    into.gauge(SeriesKey.NODE, Metric.SOCKETS_OPEN, counters.sockets.sum());
    into.gauge(SeriesKey.NODE, Metric.SOCKETS_SUBSCRIPTIONS, counters.subscriptions.sum());
    into.gauge(SeriesKey.NODE, Metric.SOCKETS_QUEUED, counters.queued.sum());
    into.total(SeriesKey.NODE, Metric.SOCKETS_DELIVERED, counters.delivered.sum());
    into.total(SeriesKey.NODE, Metric.SOCKETS_DROPPED, counters.dropped.sum());
    into.total(SeriesKey.NODE, Metric.SOCKETS_COALESCED, counters.coalesced.sum());
  }
}
