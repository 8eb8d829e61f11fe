package dev.omnibus.telemetry.traces;

import dev.omnibus.tracing.Span;
import dev.omnibus.tracing.Span.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The spans of several nodes on one clock. Clocks of nodes differ; but what an owner did lies
 * within the time that the node before waited for it. What lies outside is put in the middle.
 */
final class Aligned {

  private Aligned() {}

  /** All of them, the earliest first. */
  static List<Span> of(List<Span> spans, long nowUs) {
    Map<String, Span> hops =
        spans.stream()
            .filter(span -> span.kind() == Kind.HOP)
            .collect(Collectors.toMap(Span::span, Function.identity(), (one, same) -> one));
    Map<String, Long> later = new HashMap<>();
    for (Span span : spans) {
      Span hop = span.kind() == Kind.SERVE ? hops.get(String.valueOf(span.parent())) : null;
      if (hop != null) {
        later.put(span.span(), within(hop, span, nowUs));
      }
    }
    return spans.stream()
        .map(span -> span.later(later.getOrDefault(owner(span), 0L)))
        .sorted(
            Comparator.comparingLong(Span::startUs)
                .thenComparing(span -> span.kind().ordinal())
                .thenComparing(Span::span))
        .toList();
  }

  /** The span that it moves with: at an owner all steps belong to the whole. */
  private static String owner(Span span) {
    return span.kind() == Kind.STAGE ? String.valueOf(span.parent()) : span.span();
  }

  private static long within(Span hop, Span served, long nowUs) {
    long spare = hop.endUs(nowUs) - hop.startUs() - (served.endUs(nowUs) - served.startUs());
    boolean fits = served.startUs() >= hop.startUs() && served.endUs(nowUs) <= hop.endUs(nowUs);
    return fits ? 0 : hop.startUs() + Math.max(0, spare / 2) - served.startUs();
  }
}
