package dev.omnibus.tracing;

import java.util.Optional;

/**
 * The last parts of calls that were served here and not kept: whether a call was worth it is known
 * where it began, a moment later.
 */
final class Attic {

  private static final int SIZE = 1 << 12;

  private final CallTrace[] places = new CallTrace[SIZE];
  private int next;

  synchronized void put(CallTrace trace) {
    places[next++ & SIZE - 1] = trace;
  }

  /** Takes it out, if it is still there. */
  synchronized Optional<CallTrace> take(TraceContext wanted) {
    for (int i = 0; i < SIZE; i++) {
      CallTrace trace = places[i];
      if (trace != null
          && trace.own().span() == wanted.span()
          && trace.own().low() == wanted.low()) {
        places[i] = null;
        return Optional.of(trace);
      }
    }
    return Optional.empty();
  }
}
