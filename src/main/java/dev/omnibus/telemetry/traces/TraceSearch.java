package dev.omnibus.telemetry.traces;

import dev.omnibus.model.Fields;
import dev.omnibus.tracing.Called;
import dev.omnibus.tracing.Span;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which calls somebody looks for: {@code {"server":"files","tool":"read","failed":true,"minMs":500,
 * "from":"2026-11-22T10:00:00Z","to":"2026-11-22T11:00:00Z","limit":50}}, all of it optional.
 */
record TraceSearch(
    String server, String tool, boolean failed, int minMs, long fromUs, long toUs, int limit) {

  private static final int LIMIT = 100;

  /** Some thousand years. */
  private static final long FAR_SECONDS = 1L << 40;

  static TraceSearch fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new TraceSearch(
        f.textOrNull("server"),
        f.textOrNull("tool"),
        Boolean.TRUE.equals(json.getValue("failed")),
        f.intOr("minMs", 0),
        micros(f.instantOrNull("from"), Long.MIN_VALUE),
        micros(f.instantOrNull("to"), Long.MAX_VALUE),
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
        && whole.startUs() >= fromUs
        && whole.startUs() < toUs;
  }

  /** What an open call is, before spans are made of it. */
  boolean fits(Called called) {
    return (server == null || server.equals(called.server()))
        && (tool == null || tool.equals(called.tool()));
  }

  /** A moment beyond all calendars is before, or after, whatever is kept. */
  private static long micros(Instant moment, long otherwise) {
    if (moment == null) {
      return otherwise;
    }
    boolean far = Math.abs(moment.getEpochSecond()) > FAR_SECONDS;
    return far
        ? moment.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE
        : ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }
}
