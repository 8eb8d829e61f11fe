package dev.omnibus.bridge;

import dev.omnibus.bridge.socket.BridgeCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** The sockets of this node on {@code /metrics}: {@code omnibus_bridge_*}. */
public record BridgeMeters(BridgeCounters counters) implements MeterBinder {

  private static final Duration[] STEPS =
      IntStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  @Override
  public void bindTo(MeterRegistry registry) {
    now(registry, "sockets", counters.sockets, "Open sockets");
    now(registry, "subscriptions", counters.subscriptions, "Subscriptions of open sockets");
    Gauge.builder("omnibus.bridge.queued", counters.queued, LongAdder::sum)
        .description("What waits for sockets that lag")
        .baseUnit("bytes")
        .register(registry);
    telling(registry);
    total(registry, "opened", counters.opened, "Sockets that were opened");
    total(registry, "delivered", counters.delivered, "Events handed to sockets");
    total(registry, "coalesced", counters.coalesced, "States that gave way to a newer one");
    total(registry, "dropped", counters.dropped, "Events lost to sockets that lag");
    total(registry, "refused", counters.refused, "Refused sockets, subscriptions and requests");
    total(registry, "limited", counters.limited, "What a limit stood against");
    total(registry, "commands", counters.commands, "Commands of sockets");
    BridgeCounters.codes().forEach(code -> closed(registry, code));
  }

  /** Its count is that of the batches; what waits for a tick waits here too. */
  private void telling(MeterRegistry registry) {
    Timer timer =
        Timer.builder("omnibus.bridge.telling")
            .description("From the bus to the last socket on a loop, for each batch of events")
            .serviceLevelObjectives(STEPS)
            .register(registry);
    counters.onTold(nanos -> timer.record(nanos, TimeUnit.NANOSECONDS));
  }

  private static void now(MeterRegistry registry, String name, LongAdder count, String what) {
    Gauge.builder("omnibus.bridge." + name, count, LongAdder::sum)
        .description(what)
        .register(registry);
  }

  private static void total(MeterRegistry registry, String name, LongAdder count, String what) {
    FunctionCounter.builder("omnibus.bridge." + name, count, LongAdder::sum)
        .description(what)
        .register(registry);
  }

  private void closed(MeterRegistry registry, int code) {
    FunctionCounter.builder("omnibus.bridge.closed", counters.closed(code), LongAdder::sum)
        .description("Sockets that closed, by close code; other codes are 0")
        .tag("code", Integer.toString(code))
        .register(registry);
  }
}
