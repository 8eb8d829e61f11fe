package dev.omnibus.telemetry.availability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * How one server was over time, from what all who spoke for it saw: at each moment the strongest
 * claim holds, so that no moment counts twice. It knows no clock.
 */
final class Reckoning {

  private static final Comparator<Span> STRONGEST_FIRST =
      Comparator.comparing(Span::claim)
          .thenComparing(Span::began)
          .thenComparing(Span::ended)
          .thenComparing(Span::standing)
          .reversed();

  /** So it was without doubt. */
  private record Piece(long from, long to, Standing standing) {

    long within(long least, long end) {
      return Math.max(0, Math.min(to, end) - Math.max(from, least));
    }
  }

  /**
   * What is known of a stretch of time, in seconds.
   *
   * @param unwanted in which somebody wanted it not to serve
   */
  record Sums(long up, long down, long unwanted) {

    /**
     * Which part of the time in which it was wanted and known it was up; null when there is none.
     */
    Double available() {
      return up + down == 0 ? null : (double) up / (up + down);
    }
  }

  /** Where a span begins or ends. */
  private record Edge(long at, boolean begins, Span span) {}

  private final List<Piece> pieces = new ArrayList<>();

  Reckoning(List<Span> spans) {
    List<Edge> edges = new ArrayList<>();
    for (Span span : spans) {
      edges.add(new Edge(span.began(), true, span));
      edges.add(new Edge(span.ended(), false, span));
    }
    edges.sort(Comparator.comparingLong(Edge::at));
    TreeSet<Span> holding = new TreeSet<>(STRONGEST_FIRST);
    long from = 0;
    for (Edge edge : edges) {
      if (!holding.isEmpty() && edge.at() > from) {
        pieces.add(new Piece(from, edge.at(), holding.first().standing()));
      }
      from = edge.at();
      if (edge.begins()) {
        holding.add(edge.span());
      } else {
        holding.remove(edge.span());
      }
    }
  }

  Sums between(long from, long to) {
    long[] sums = new long[Standing.values().length];
    pieces.forEach(piece -> sums[piece.standing().ordinal()] += piece.within(from, to));
    return new Sums(
        sums[Standing.UP.ordinal()],
        sums[Standing.DOWN.ordinal()],
        sums[Standing.UNWANTED.ordinal()]);
  }
}
