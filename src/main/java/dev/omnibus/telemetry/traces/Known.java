package dev.omnibus.telemetry.traces;

import dev.omnibus.tracing.CallTrace;
import dev.omnibus.tracing.Kept;
import dev.omnibus.tracing.Span;
import dev.omnibus.tracing.Spans;
import dev.omnibus.tracing.Traces;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What this node knows of calls: those that it keeps, and those that go on. For one thread. */
final class Known {

  /** A call that goes on so long is worth a line. */
  private static final long LONG_US = 500_000;

  /** Of calls that go on; the newest. */
  private static final int MOST_LOOKED_AT = 1_000;

  private final Traces traces;
  private final TraceStore store;
  private final String node;
  private final Clock clock;

  Known(Traces traces, TraceStore store, String node, Clock clock) {
    this.traces = traces;
    this.store = store;
    this.node = node;
    this.clock = clock;
  }

  /** Microseconds since 1970. */
  long nowUs() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  /** Keeps a call that is over. */
  List<Span> keep(CallTrace trace, Kept why) {
    List<Span> spans = Spans.of(trace, why, node, nowUs(), System.nanoTime());
    store.add(KeptCall.of(spans, why.isByChance()));
    return spans;
  }

  /** Those of one trace. */
  Stream<Span> of(String trace) {
    Stream<Span> kept = store.of(trace).stream().flatMap(call -> call.spans().stream());
    Stream<Span> underWay =
        traces.underWay().filter(call -> call.isOf(trace)).flatMap(call -> spans(call).stream());
    return Stream.concat(kept, underWay);
  }

  /**
   * The calls that are wanted, the newest first, each with its spans.
   *
   * @param sees asked with the span of the whole call, if all else fits
   */
  List<List<Span>> chosen(TraceSearch wanted, Predicate<Span> sees) {
    long nowUs = nowUs();
    Predicate<List<Span>> fits = call -> wanted.fits(call.get(0), nowUs) && sees.test(call.get(0));
    Stream<List<Span>> kept = store.calls(wanted.server()).map(KeptCall::spans);
    return wanted.chosen(
        Stream.concat(kept, underWay(wanted)).filter(fits),
        call -> call.get(0).startUs(),
        call -> call.get(0).endUs(nowUs) - call.get(0).startUs());
  }

  private Stream<List<Span>> underWay(TraceSearch wanted) {
    long now = System.nanoTime();
    return traces
        .underWay()
        .filter(call -> now - call.began() >= LONG_US * 1_000 && wanted.fits(call.called()))
        .sorted(Comparator.comparingLong((CallTrace call) -> now - call.began()))
        .limit(MOST_LOOKED_AT)
        .map(this::spans);
  }

  private List<Span> spans(CallTrace call) {
    return Spans.of(call, null, node, nowUs(), System.nanoTime());
  }
}
