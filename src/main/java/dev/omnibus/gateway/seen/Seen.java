package dev.omnibus.gateway.seen;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.GatewayConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Counts and times every call, exactly, and tells some of them on the bus: at most so many a
 * second, the failed ones before the others. Names that agents can make up are counted under one
 * name.
 */
public final class Seen {

  /** More tools of one server than this share a name. */
  private static final int MOST_TOOLS = 200;

  private static final String OTHER = "other";

  private static final Duration[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private record Key(String server, String method, String tool) {}

  /** The meters of one server, method and tool. */
  final class Meters {
    private final Key key;
    private final Timer time;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);

    Meters(Key key) {
      this.key = key;
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
  private final CallEvents events;
  private final Counter sent;
  private final Counter received;
  private final AtomicInteger inFlight;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Key, Meters> meters = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> tools = new ConcurrentHashMap<>();

  public Seen(MeterRegistry registry, Bus bus, GatewayConfig config) {
    this.registry = registry;
    this.events = new CallEvents(bus, config.eventsPerSecond());
    this.sent = registry.counter("omnibus.mcp.bytes", "direction", "request");
    this.received = registry.counter("omnibus.mcp.bytes", "direction", "answer");
    this.inFlight = registry.gauge("omnibus.mcp.in.flight", new AtomicInteger());
  }

  /**
   * A request was let in.
   *
   * @param tool the tool it calls, or null
   */
  public Sight begin(Caller caller, String server, String method, String tool, String trace) {
    Key key = new Key(server, method, tool == null ? "" : tool);
    Meters known = meters.get(key);
    inFlight.incrementAndGet();
    Sight sight =
        new Sight(
            this,
            known == null ? meters(key) : known,
            ids.incrementAndGet(),
            caller.user(),
            server,
            method,
            tool,
            TraceParent.child(trace));
    events.started(sight);
    return sight;
  }

  private Meters meters(Key key) {
    boolean many =
        !key.tool().isEmpty()
            && tools.computeIfAbsent(key.server(), s -> new AtomicInteger()).incrementAndGet()
                > MOST_TOOLS;
    Key counted = many ? new Key(key.server(), key.method(), OTHER) : key;
    return meters.computeIfAbsent(counted, Meters::new);
  }

  void finished(Sight sight, Outcome outcome, long nanos) {
    inFlight.decrementAndGet();
    sight.meters().finished(outcome, nanos);
    sent.increment(sight.sent());
    received.increment(sight.received());
    events.finished(sight, outcome, nanos);
  }

  void progressed(Sight sight) {
    events.progressed(sight);
  }
}
