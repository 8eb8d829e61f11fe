package dev.omnibus.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/** How the audit log fares, on {@code /metrics}. */
final class ScribeCounters {

  private final Counter written;
  private final Counter aside;
  private final IntSupplier waiting;

  ScribeCounters(MeterRegistry meters, IntSupplier waiting) {
    this.waiting = waiting;
    written = Counter.builder("omnibus.audit.rows").description("rows written").register(meters);
    aside =
        Counter.builder("omnibus.audit.aside")
            .description("acts put aside in a file, to be written later")
            .register(meters);
    Gauge.builder("omnibus.audit.waiting", waiting, IntSupplier::getAsInt)
        .description("acts that wait to be written")
        .register(meters);
  }

  /** How many acts wait in memory. */
  int waiting() {
    return waiting.getAsInt();
  }

  void written(int rows) {
    written.increment(rows);
  }

  void aside(int acts) {
    aside.increment(acts);
  }

  /** How many acts were put aside since the node began. */
  long putAside() {
    return (long) aside.count();
  }
}
