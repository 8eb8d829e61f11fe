package dev.omnibus.telemetry.traces;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.model.Severity;
import dev.omnibus.tracing.Span;
import java.util.List;

/** Tells spans on the bus, so many a second: all of one call, or nothing of it. */
final class SpanEvents {

  private final Bus bus;
  private final int perSecond;
  private long second = Long.MIN_VALUE;
  private int told;

  SpanEvents(Bus bus, int perSecond) {
    this.bus = bus;
    this.perSecond = perSecond;
  }

  /**
   * @param now seconds, by any clock
   */
  void tell(List<Span> spans, long now) {
    if (now != second) {
      second = now;
      told = 0;
    }
    if (told == 0 || told + spans.size() <= perSecond) {
      told += spans.size();
      spans.forEach(this::tell);
    }
  }

  private void tell(Span span) {
    Severity severity = span.failed() ? Severity.WARNING : Severity.INFO;
    bus.publish(Addresses.EVENT_TRACE_SPAN, "trace_span", severity.word(), span.toJson());
  }
}
