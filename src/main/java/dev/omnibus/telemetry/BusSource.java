package dev.omnibus.telemetry;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What Vert.x counts of the event bus. */
record BusSource(MeterRegistry meters) implements Source {

  @Override
  public void sample(Sample into) {
    double delivered =
        meters.find("vertx.eventbus.delivered").counters().stream()
            .mapToDouble(Counter::count)
            .sum();
    into.total(SeriesKey.NODE, Metric.BUS_MESSAGES, (long) delivered);
  }
}
