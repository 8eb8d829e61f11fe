package dev.omnibus.tracing;

import dev.omnibus.model.Replica;
import dev.omnibus.tracing.Called.Part;
import dev.omnibus.tracing.Span.Kind;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Makes spans of the times of one call. */
public final class Spans {

  /** Distance of the ids of stages from those of tries. */
  private static final int STAGE_NTH = 1_000;

  private final CallTrace trace;
  private final Kept why;
  private final String node;
  private final long beganUs;
  private final Ended ended;
  private final int marks;
  private final String id;
  private final List<Span> spans = new ArrayList<>();

  private Spans(CallTrace trace, Kept why, String node, long nowUs, long nowNanos) {
    this.trace = trace;
    this.why = why;
    this.node = node;
    this.beganUs = nowUs - (nowNanos - trace.began()) / 1_000;
    this.ended = trace.ended();
    this.marks = trace.count();
    this.id = trace.own().trace();
  }

  /**
   * @param why it is kept; null when it is only looked at
   * @param nowUs the time of day, in microseconds since 1970
   * @param nowNanos the same moment as {@code System.nanoTime()}
   */
  public static List<Span> of(CallTrace trace, Kept why, String node, long nowUs, long nowNanos) {
    Spans making = new Spans(trace, why, node, nowUs, nowNanos);
    making.whole();
    making.steps();
    return List.copyOf(making.spans);
  }

  private void whole() {
    Called called = trace.called();
    JsonObject said = new JsonObject().put("method", called.method());
    put(said, "tool", called.tool());
    put(said, "caller", called.caller());
    put(said, "outcome", ended == null ? null : ended.outcome());
    put(said, "kept", why == null ? null : why.word());
    Kind kind = called.part() == Part.CALL ? Kind.CALL : Kind.SERVE;
    String name = kind == Kind.SERVE ? "serve" : called.method();
    String full = called.tool() == null || kind == Kind.SERVE ? name : name + " " + called.tool();
    boolean failed = ended != null && ended.failed();
    add(trace.own().span(), trace.parent(), full, kind, called.replica(), 0, end(), failed, said);
  }

  private static void put(JsonObject into, String key, String value) {
    if (value != null) {
      into.put(key, value);
    }
  }

  /** Since it began; null as long as it goes on. */
  private Long end() {
    return ended == null ? null : ended.nanos() - trace.began();
  }

  private void steps() {
    long begin = 0;
    int tries = 0;
    long parent = trace.own().span();
    Stage stage = trace.called().part() == Part.CALL ? Stage.POLICY : Stage.SESSION;
    for (int next = 0; next <= marks; next++) {
      Long until = next < marks ? Long.valueOf(trace.nanos(next)) : end();
      if (stage != Stage.HOP) {
        step(next, parent, stage, begin, until);
      }
      if (next < marks) {
        stage = trace.stage(next);
        begin = trace.nanos(next);
        if (stage == Stage.PAUSE) {
          parent = trace.own().span();
        } else if (stage.beginsTry()) {
          parent = attempt(tries++, next);
        }
      }
    }
  }

  private void step(int nth, long parent, Stage stage, long begin, Long until) {
    boolean failed = nth == marks && ended != null && ended.failed() && broke();
    add(
        TraceContext.derived(parent, STAGE_NTH + nth),
        parent,
        stage.word(),
        Kind.STAGE,
        null,
        begin,
        until,
        failed,
        new JsonObject());
  }

  /** Whether the failure belongs to a step of the way, not to what the server said. */
  private boolean broke() {
    return switch (ended.outcome()) {
      case "tool", "protocol" -> false;
      default -> true;
    };
  }

  /** Returns the id of its span. */
  private long attempt(int nth, int mark) {
    int after = mark + 1;
    while (after < marks && !trace.stage(after).endsTry()) {
      after++;
    }
    boolean last = after >= marks;
    Long until = last ? end() : Long.valueOf(trace.nanos(after));
    boolean failed = !last || ended != null && ended.failed();
    boolean hops = trace.stage(mark) == Stage.HOP;
    CallTrace.Way way = trace.wayOf(nth);
    JsonObject said = new JsonObject();
    put(said, "to", way == null ? null : way.node());
    long id = hops ? CallTrace.hopOf(trace.tryOf(nth)) : trace.tryOf(nth);
    add(
        id,
        trace.own().span(),
        hops ? "hop" : "server",
        hops ? Kind.HOP : Kind.TRY,
        way == null ? null : way.replica(),
        trace.nanos(mark),
        until,
        failed,
        said);
    return id;
  }

  private void add(
      long span,
      long parent,
      String name,
      Kind kind,
      String replica,
      long begin,
      Long until,
      boolean failed,
      JsonObject attributes) {
    spans.add(
        new Span(
            id,
            Hex.text(span),
            parent == 0 ? null : Hex.text(parent),
            name,
            kind,
            node,
            trace.called().server(),
            replica == null ? 0 : Replica.number(replica),
            beganUs + begin / 1_000,
            until == null ? null : Long.valueOf((until - begin) / 1_000),
            failed,
            attributes));
  }
}
