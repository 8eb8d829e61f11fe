package dev.omnibus.telemetry;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Row;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.SparseHistogram;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** The meters of one series of calls, each registered when there is something to tell by it. */
final class CallMeter {

  private static final Duration[] STEPS =
      LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  /** What became of calls that did not go well; the others did. */
  private static final Map<Metric, String> OUTCOMES = new EnumMap<>(Metric.class);

  static {
    OUTCOMES.put(Metric.ERRORS_TRANSPORT, "transport");
    OUTCOMES.put(Metric.ERRORS_TIMEOUT, "timeout");
    OUTCOMES.put(Metric.ERRORS_PROTOCOL, "protocol");
    OUTCOMES.put(Metric.ERRORS_TOOL, "tool");
    OUTCOMES.put(Metric.ERRORS_POLICY, "policy");
    OUTCOMES.put(Metric.ERRORS_LIMIT, "limit");
    OUTCOMES.put(Metric.CANCELLED, "cancelled");
  }

  private final MeterRegistry meters;
  private final String prefix;
  private final Tags tags;
  private final Map<Metric, Counter> counters = new EnumMap<>(Metric.class);
  private final Map<Metric, Timer> timers = new EnumMap<>(Metric.class);

  CallMeter(SeriesKey key, MeterRegistry meters) {
    this.meters = meters;
    Tags server = Tags.of("server", key.server());
    if (!key.tool().isEmpty()) {
      this.prefix = "omnibus.tool.";
      this.tags = server.and("tool", key.tool());
    } else if (key.replica() > 0) {
      this.prefix = "omnibus.replica.";
      this.tags = server.and("replica", Integer.toString(key.replica()));
    } else {
      this.prefix = "omnibus.server.";
      this.tags = server;
    }
  }

  /** Whether calls were counted, or anything timed. */
  static boolean isAbout(Row row) {
    return row.numbers().containsKey(Metric.CALLS) || !row.histograms().isEmpty();
  }

  void add(Row row) {
    long well = number(row, Metric.CALLS);
    for (Map.Entry<Metric, String> outcome : OUTCOMES.entrySet()) {
      long count = number(row, outcome.getKey());
      well -= count;
      calls(outcome.getKey(), outcome.getValue(), count);
    }
    calls(Metric.CALLS, "ok", well);
    bytes(Metric.BYTES_IN, "request.bytes", "What agents sent", row);
    bytes(Metric.BYTES_OUT, "answer.bytes", "What agents got", row);
    time(Metric.LATENCY, "call", "From an agent's request to the end of its answer", row);
    time(Metric.LATENCY_PROBE, "probe", "How long answers to probes took", row);
  }

  private static long number(Row row, Metric metric) {
    Number number = row.numbers().get(metric);
    return number == null ? 0 : number.longValue();
  }

  private void calls(Metric metric, String outcome, long count) {
    if (count > 0) {
      counters
          .computeIfAbsent(
              metric,
              young ->
                  Counter.builder(prefix + "calls")
                      .description("Requests of agents, by what became of them")
                      .tags(tags)
                      .tag("outcome", outcome)
                      .register(meters))
          .increment(count);
    }
  }

  private void bytes(Metric metric, String name, String what, Row row) {
    long count = number(row, metric);
    if (count > 0) {
      counters
          .computeIfAbsent(
              metric,
              young -> Counter.builder(prefix + name).description(what).tags(tags).register(meters))
          .increment(count);
    }
  }

  private void time(Metric metric, String name, String what, Row row) {
    SparseHistogram times = row.histograms().get(metric);
    if (times == null) {
      return;
    }
    Timer timer =
        timers.computeIfAbsent(
            metric,
            young ->
                Timer.builder(prefix + name)
                    .description(what + ", to one percent")
                    .tags(tags)
                    .serviceLevelObjectives(STEPS)
                    .register(meters));
    times.each(
        (micros, count) -> {
          for (long i = 0; i < count; i++) {
            timer.record(micros, TimeUnit.MICROSECONDS);
          }
        });
  }

  void close() {
    counters.values().forEach(meters::remove);
    timers.values().forEach(meters::remove);
  }
}
