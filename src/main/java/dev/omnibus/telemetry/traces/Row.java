package dev.omnibus.telemetry.traces;

import dev.omnibus.model.Fields;
import dev.omnibus.tracing.Span;
import dev.omnibus.tracing.Span.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One line of a list of traces.
 *
 * <p>{@code {"trace":"4bf9..","at":"2026-11-22T10:00:00.123Z","server":"files","method":
 * "tools/call","tool":"read","durationMs":5.21,"failed":false,"outcome":"ok","kept":"sampled",
 * "nodes":["n1@k3f9"], "spans":6}}; what is still under way has no outcome, and is not kept yet.
 *
 * @param kind whether it is seen from where the agent asked or from the owner
 * @param kept null where it is not kept yet
 * @param calls how many calls of one trace it stands for
 */
record Row(
    String trace,
    Kind kind,
    long startUs,
    long endUs,
    String server,
    String method,
    String tool,
    boolean failed,
    String outcome,
    String kept,
    List<String> nodes,
    int spans,
    int calls) {

  static Row of(List<Span> spans, long nowUs) {
    Span whole = spans.get(0);
    JsonObject said = whole.attributes();
    Stream<String> owners =
        spans.stream().filter(s -> s.kind() == Kind.HOP).map(s -> s.attributes().getString("to"));
    return new Row(
        whole.trace(),
        whole.kind(),
        whole.startUs(),
        whole.endUs(nowUs),
        whole.server(),
        said.getString("method"),
        said.getString("tool"),
        whole.failed(),
        said.getString("outcome"),
        said.getString("kept"),
        distinct(Stream.concat(Stream.of(whole.node()), owners)),
        spans.size(),
        1);
  }

  private static List<String> distinct(Stream<String> nodes) {
    return List.copyOf(nodes.collect(Collectors.toCollection(TreeSet::new)));
  }

  boolean isCall() {
    return kind == Kind.CALL;
  }

  /** One for all of a trace: what the agent saw counts, and the first call of several. */
  static Row together(Collection<Row> rows) {
    List<Row> calls = rows.stream().filter(Row::isCall).toList();
    Collection<Row> seen = calls.isEmpty() ? rows : calls;
    Row first =
        seen.stream()
            .reduce((one, other) -> other.startUs < one.startUs ? other : one)
            .orElseThrow();
    Row worst = seen.stream().filter(Row::failed).findFirst().orElse(first);
    return new Row(
        first.trace,
        first.kind,
        first.startUs,
        seen.stream().mapToLong(Row::endUs).max().orElseThrow(),
        first.server,
        first.method,
        first.tool,
        worst.failed,
        worst.outcome,
        worst.kept,
        distinct(rows.stream().flatMap(row -> row.nodes.stream())),
        rows.stream().mapToInt(Row::spans).sum(),
        seen.size());
  }

  long tookUs() {
    return endUs - startUs;
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject().put("trace", trace).put("kind", kind.word());
    json.put("at", Instant.EPOCH.plus(startUs, ChronoUnit.MICROS).toString());
    json.put("server", server).put("method", method);
    put(json, "tool", tool);
    json.put("durationMs", (endUs - startUs) / 1_000.0).put("failed", failed);
    put(json, "outcome", outcome);
    put(json, "kept", kept);
    json.put("nodes", new JsonArray(nodes)).put("spans", spans);
    return calls > 1 ? json.put("calls", calls) : json;
  }

  private static void put(JsonObject into, String key, String value) {
    if (value != null) {
      into.put(key, value);
    }
  }

  static Row fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    long start = ChronoUnit.MICROS.between(Instant.EPOCH, f.instant("at"));
    return new Row(
        f.text("trace"),
        Kind.valueOf(f.text("kind").toUpperCase(Locale.ROOT)),
        start,
        start + Math.round(json.getDouble("durationMs") * 1_000),
        f.text("server"),
        f.text("method"),
        f.textOrNull("tool"),
        json.getBoolean("failed"),
        f.textOrNull("outcome"),
        f.textOrNull("kept"),
        json.getJsonArray("nodes").stream().map(String::valueOf).toList(),
        f.intOr("spans", 0),
        f.intOr("calls", 1));
  }
}
