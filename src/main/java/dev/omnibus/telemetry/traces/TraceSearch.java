package dev.omnibus.telemetry.traces;

import dev.omnibus.model.Fields;
import dev.omnibus.tracing.Called;
import dev.omnibus.tracing.Span;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which calls somebody looks for: {@code {"server":"files","tool":"read","failed":true,"minMs":500,
 * "from":"2026-11-22T10:00:00Z","to":"2026-11-22T11:00:00Z","slowestEachMs":10000,"limit":50}}, all
 * of it optional.
 *
 * @param eachUs of each such stretch of time only the call that took longest; 0 for all of them
 */
record TraceSearch(
    String server,
    String tool,
    boolean failed,
    int minMs,
    long fromUs,
    long toUs,
    long eachUs,
    int limit) {

  private static final int LIMIT = 100;

  /** Calls that ended so are in no figure of how long calls take. */
  private static final Set<String> UNTOLD = Set.of("policy", "limit", "cancelled", "withdrawn");

  /** It lasts as long as its agent listens. */
  private static final String ENDLESS = "subscriptions/listen";

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
        f.intOr("slowestEachMs", 0) * 1_000L,
        f.positiveOr("limit", LIMIT));
  }

  /**
   * What of them is wanted: the newest first, as many as are asked for.
   *
   * @param startUs when one began
   * @param tookUs how long it took
   */
  <T> List<T> chosen(Stream<T> fitting, ToLongFunction<T> startUs, ToLongFunction<T> tookUs) {
    return slowest(fitting, startUs, Comparator.comparingLong(tookUs))
        .sorted(Comparator.comparingLong(startUs).reversed())
        .limit(limit)
        .toList();
  }

  private <T> Stream<T> slowest(
      Stream<T> fitting, ToLongFunction<T> startUs, Comparator<T> duration) {
    return eachUs == 0
        ? fitting
        : fitting
            .collect(
                Collectors.toMap(
                    one -> startUs.applyAsLong(one) / eachUs,
                    one -> one,
                    BinaryOperator.maxBy(duration)))
            .values()
            .stream();
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
        && whole.startUs() < toUs
        && (eachUs == 0 || tellsTime(whole));
  }

  /** Whether how long it took says how long such calls take. */
  private static boolean tellsTime(Span whole) {
    String outcome = whole.attributes().getString("outcome");
    return whole.durationUs() != null
        && !UNTOLD.contains(String.valueOf(outcome))
        && !ENDLESS.equals(whole.attributes().getString("method"));
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
