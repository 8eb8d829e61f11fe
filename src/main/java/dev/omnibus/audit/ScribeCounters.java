package dev.omnibus.audit;

import dev.omnibus.trail.AuditTrail;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How the audit log fares, on {@code /metrics}. */
final class ScribeCounters {

  private final Counter written;
  private final Counter aside;

  ScribeCounters(MeterRegistry meters, AuditTrail trail) {
    written = Counter.builder("omnibus.audit.rows").description("rows written").register(meters);
    aside =
        Counter.builder("omnibus.audit.aside")
            .description("acts put aside in a file, to be written later")
            .register(meters);
    FunctionCounter.builder("omnibus.audit.lost", trail, AuditTrail::lost)
        .description("acts that neither the store nor a file took when the memory was full")
        .register(meters);
    Gauge.builder("omnibus.audit.waiting", trail, AuditTrail::size)
        .description("acts that wait to be written")
        .register(meters);
    Gauge.builder("omnibus.audit.waiting.bytes", trail, AuditTrail::bytes)
        .description("what acts that wait to be written take of the memory")
        .register(meters);
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
