package dev.omnibus.telemetry.traces;

import dev.omnibus.tracing.Span;
import java.util.List;

/**
 * What one node knows of one call, as it is kept.
 *
 * @param byChance whether nothing about it was remarkable
 * @param spans the first is all of it, the others are its steps
 * @param bytes what it takes of the memory, about
 */
record KeptCall(List<Span> spans, boolean byChance, int bytes) {

  /** What an object and its numbers take. */
  private static final int OBJECT = 300;

  static KeptCall of(List<Span> spans, boolean byChance) {
    return new KeptCall(List.copyOf(spans), byChance, bytes(spans));
  }

  /** Names that a caller made up count, those of ours are there once. */
  private static int bytes(List<Span> spans) {
    Span whole = spans.get(0);
    int names = whole.name().length() + whole.attributes().encode().length();
    return 2 * names + OBJECT * spans.size();
  }

  Span whole() {
    return spans.get(0);
  }

  String trace() {
    return whole().trace();
  }

  String server() {
    return whole().server();
  }
}
