package dev.omnibus.telemetry.traces;

import dev.omnibus.model.Fields;
import dev.omnibus.tracing.Span;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which calls somebody looks for: {@code {"server":"files","tool":"read","failed":true,"minMs":500,
 * "from":"2026-11-22T10:00:00Z","to":"2026-11-22T11:00:00Z","limit":50}}, all of it optional.
 */
record Wanted(
    String server, String tool, boolean failed, int minMs, Instant from, Instant to, int limit) {

  private static final int LIMIT = 100;

  static Wanted fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new Wanted(
        f.textOrNull("server"),
        f.textOrNull("tool"),
        Boolean.TRUE.equals(json.getValue("failed")),
        f.intOr("minMs", 0),
        f.instantOrNull("from"),
        f.instantOrNull("to"),
        f.positiveOr("limit", LIMIT));
  }

  /**
   * @param whole all of a call on one node
   */
  boolean fits(Span whole, long nowUs) {
    return (server == null || server.equals(whole.server()))
        && (tool == null || tool.equals(whole.attributes().getString("tool")))
        && (!failed || whole.failed())
        && whole.endUs(nowUs) - whole.startUs() >= minMs * 1_000L
        && (from == null || whole.startUs() >= micros(from))
        && (to == null || whole.startUs() < micros(to));
  }

  private static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }
}
