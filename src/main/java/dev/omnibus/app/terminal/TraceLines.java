package dev.omnibus.app.terminal;

import dev.omnibus.tracing.Span;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Traces as lines of text: a list of them, or the steps of one, each below what it belongs to. */
final class TraceLines {

  private static final int WIDTH = 40;
  private static final int NAME = 34;

  private final List<Span> spans;
  private final long beginUs;
  private final long endUs;
  private final Set<String> known = new HashSet<>();
  private final List<String> lines = new ArrayList<>();

  private TraceLines(List<Span> spans) {
    this.spans = spans.stream().sorted(Comparator.comparingLong(Span::startUs)).toList();
    this.beginUs = this.spans.get(0).startUs();
    long last = this.spans.stream().mapToLong(Span::startUs).max().orElseThrow();
    this.endUs = this.spans.stream().mapToLong(span -> span.endUs(last)).max().orElseThrow();
    spans.forEach(span -> known.add(span.span()));
  }

  /** Of the answer to {@code query.trace.list}. */
  static List<String> list(JsonObject answer) {
    return objects(answer.getJsonArray("traces")).stream().map(TraceLines::row).toList();
  }

  private static String row(JsonObject row) {
    return "%s  %s  %10s  %-9s  %s  %s"
        .formatted(
            row.getString("at"),
            row.getString("trace"),
            millis(Math.round(row.getDouble("durationMs") * 1_000)),
            row.getString("outcome", "goes on"),
            row.getString("server"),
            row.getString("tool", row.getString("method")));
  }

  /** Of the answer to {@code query.trace.get}. */
  static List<String> waterfall(JsonObject answer) {
    List<Span> spans = objects(answer.getJsonArray("spans")).stream().map(Span::fromJson).toList();
    TraceLines drawing = new TraceLines(spans);
    drawing.below(null, 0);
    int left = answer.getInteger("leftOut", 0);
    if (left > 0) {
      drawing.lines.add(left + " more steps are not shown");
    }
    return drawing.lines;
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  /** What belongs to nothing that is here stands at the left. */
  private void below(String parent, int depth) {
    for (Span span : spans) {
      String own = known.contains(String.valueOf(span.parent())) ? span.parent() : null;
      if (parent == null ? own == null : parent.equals(own)) {
        lines.add(line(span, depth));
        below(span.span(), depth + 1);
      }
    }
  }

  private String line(Span span, int depth) {
    String replica = span.replica() == 0 ? "" : " ~" + span.replica();
    String name = "  ".repeat(depth) + (span.failed() ? "x " : "") + span.name() + replica;
    String outcome = span.attributes().getString("outcome");
    return "%-34s  %-10s |%s| %10s%s"
        .formatted(
            name.length() <= NAME ? name : name.substring(0, NAME - 1) + "…",
            span.node().replaceFirst("@.*", ""),
            bar(span),
            span.durationUs() == null ? "goes on" : millis(span.durationUs()),
            outcome == null ? "" : "  " + outcome);
  }

  private String bar(Span span) {
    double each = Math.max(1, endUs - beginUs) / (double) WIDTH;
    int from = Math.min(WIDTH - 1, (int) ((span.startUs() - beginUs) / each));
    int to = (int) Math.round((span.endUs(endUs) - beginUs) / each);
    int length = Math.max(1, Math.min(WIDTH, to) - from);
    return " ".repeat(from) + "#".repeat(length) + " ".repeat(WIDTH - from - length);
  }

  private static String millis(long us) {
    return us >= 10_000_000
        ? String.format(Locale.ROOT, "%.1f s", us / 1_000_000.0)
        : String.format(Locale.ROOT, us < 10_000 ? "%.2f ms" : "%.0f ms", us / 1_000.0);
  }
}
