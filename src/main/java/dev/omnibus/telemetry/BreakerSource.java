package dev.omnibus.telemetry;

import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;

/** The breakers of those servers and replicas that this node speaks for. */
record BreakerSource(String node, ServerBoard board) implements Source {

  @Override
  public void sample(Sample into) {
    board.all().stream()
        .filter(status -> node.equals(status.claim().owner()))
        .forEach(
            status ->
                into.gauge(
                    SeriesKey.owned(status.server()),
                    Metric.BREAKER,
                    status.breaker().state().ordinal()));
  }
}
