package dev.omnibus.gateway.seen;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * The counters and the histogram of each server, method and tool. Agents can make up methods and
 * tools without end: only methods of the protocol have meters of their own, and only tools that a
 * server answered for, so many of each.
 */
final class Meters {

  private static final int MOST_TOOLS = 200;

  private static final Duration[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private record Key(String server, String method, String tool) {}

  /** Those of one server, method and tool. */
  final class Row {
    private final Timer time;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);

    private Row(Key key) {
      this.time =
          Timer.builder("omnibus.mcp.call")
              .description("From an agent's request to the end of its answer")
              .tags("server", key.server(), "method", key.method(), "tool", key.tool())
              .serviceLevelObjectives(BUCKETS)
              .register(registry);
      for (Outcome outcome : Outcome.values()) {
        outcomes.put(
            outcome,
            Counter.builder("omnibus.mcp.calls")
                .description("Requests of agents, by what became of them")
                .tags("server", key.server(), "method", key.method(), "tool", key.tool())
                .tag("outcome", outcome.word())
                .register(registry));
      }
    }

    void finished(Outcome outcome, long nanos) {
      outcomes.get(outcome).increment();
      time.record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  private final MeterRegistry registry;
  private final Map<Key, Row> rows = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> own = new ConcurrentHashMap<>();

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param tool the tool that was called, or null
   * @param real whether the server has it, for all that is known
   */
  Row of(String server, String method, String tool, boolean real) {
    Key key = new Key(server, method, tool == null ? "" : tool);
    Row known = rows.get(key);
    return known == null ? row(key, real) : known;
  }

  private Row row(Key key, boolean real) {
    boolean known = key.tool().isEmpty() || real && mayHaveOwn(key.server());
    Key counted =
        new Key(key.server(), Names.method(key.method()), known ? key.tool() : Names.OTHER);
    return rows.computeIfAbsent(counted, this::register);
  }

  private Row register(Key key) {
    own.computeIfAbsent(key.server(), s -> new AtomicInteger()).incrementAndGet();
    return new Row(key);
  }

  private boolean mayHaveOwn(String server) {
    return own.computeIfAbsent(server, s -> new AtomicInteger()).get() < MOST_TOOLS;
  }
}
