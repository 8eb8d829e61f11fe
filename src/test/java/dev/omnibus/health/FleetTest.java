package dev.omnibus.health;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A thousand servers on a virtual clock for five minutes. All answer at first; after a minute a
 * fifth of them take every probe and never answer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetTest {

  private static final Instant T0 = Given.T0;
  private static final int SERVERS = 1_000;
  private static final int SECONDS = 300;
  private static final int HANG_FROM = 60;
  private static final int TICK_MS = 50;

  /** From the minute after the hanging began: the first of it, when they were not yet known. */
  private static final int CALM_FROM = HANG_FROM + 60;

  private final Watch watch = new Watch("n1@abcde", Given.CONFIG, new Random(1));
  private final Map<String, Instant> last = new HashMap<>();
  private final Deque<Hanging> hanging = new ArrayDeque<>();
  private int underWay;
  private long longestGapMs;

  private record Hanging(Probe probe, Instant until) {}

  @BeforeAll
  void run() {
    for (int i = 0; i < SERVERS; i++) {
      watch.signal(owned("server-" + i), T0);
      watch.signal(signal("server-" + i, ServerSignal.Kind.LINKED, null), T0);
    }
    for (int ms = 0; ms < SECONDS * 1_000; ms += TICK_MS) {
      tick(T0.plusMillis(ms));
    }
  }

  @Test
  void those_that_answer_are_healthy() {
    assertEquals(SERVERS - SERVERS / 5, count(ServerState.HEALTHY));
  }

  @Test
  void those_that_hang_are_held_back() {
    assertEquals(SERVERS / 5, count(ServerState.CIRCUIT_OPEN) + count(ServerState.DISCONNECTED));
  }

  @Test
  void those_that_hang_make_no_other_late() {
    assertTrue(longestGapMs <= 10_400 + TICK_MS, "a gap of " + longestGapMs + " ms");
  }

  @Test
  void no_more_are_under_way_than_allowed() {
    assertAll(
        () -> assertTrue(underWay > 0), () -> assertTrue(underWay <= Given.CONFIG.concurrency()));
  }

  private void tick(Instant now) {
    while (!hanging.isEmpty() && !hanging.peek().until().isAfter(now)) {
      watch.answered(hanging.poll().probe(), Given.sample(ProbeOutcome.TIMEOUT), now);
    }
    for (var probes = watch.due(now).probes();
        !probes.isEmpty();
        probes = watch.due(now).probes()) {
      probes.forEach(probe -> send(probe, now));
    }
    underWay = Math.max(underWay, hanging.size());
  }

  private void send(Probe probe, Instant now) {
    if (hangs(probe.server()) && now.isAfter(T0.plusSeconds(HANG_FROM))) {
      hanging.add(new Hanging(probe, now.plus(probe.timeout())));
      return;
    }
    Instant before = last.put(probe.server(), now);
    if (now.isAfter(T0.plusSeconds(CALM_FROM))) {
      longestGapMs = Math.max(longestGapMs, Duration.between(before, now).toMillis());
    }
    watch.answered(probe, Given.sample(ProbeOutcome.ANSWERED), now);
  }

  private long count(ServerState state) {
    Instant end = T0.plusSeconds(SECONDS);
    return IntStream.range(0, SERVERS)
        .filter(i -> watch.status("server-" + i, end).orElseThrow().state() == state)
        .count();
  }

  private static boolean hangs(String server) {
    return Integer.parseInt(server.substring("server-".length())) % 5 == 0;
  }

  private static ServerSignal owned(String server) {
    JsonObject json = new JsonObject().put("url", "http://127.0.0.1/" + server);
    return signal(server, ServerSignal.Kind.OWNED, ServerSpec.fromJson(server, json));
  }

  private static ServerSignal signal(String server, ServerSignal.Kind kind, ServerSpec spec) {
    return new ServerSignal(server, kind, 1, null, spec, null);
  }
}
