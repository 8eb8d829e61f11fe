package dev.omnibus.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;

/** Runs a schedule on a virtual clock, tick by tick, and counts its probes by the second. */
public final class Spread {

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int TICK_MS = 50;

  private final int[] bySecond;

  private Spread(int[] bySecond) {
    this.bySecond = bySecond;
  }

  /** Every server is put in at the start; every probe is answered at once. */
  public static Spread of(int servers, Instant start, int seconds, long seed) {
    ProbeSchedule schedule = new ProbeSchedule(64, new Random(seed));
    for (int i = 0; i < servers; i++) {
      schedule.put("server-" + i, INTERVAL, start);
    }
    int[] bySecond = new int[seconds];
    for (int ms = 0; ms < seconds * 1_000; ms += TICK_MS) {
      bySecond[ms / 1_000] += probe(schedule, start.plusMillis(ms));
    }
    return new Spread(bySecond);
  }

  /** How many times the mean the busiest second had, from one second to before another. */
  public double busiest(int from, int to) {
    int[] part = Arrays.copyOfRange(bySecond, from, to);
    return Arrays.stream(part).max().orElseThrow() / Arrays.stream(part).average().orElseThrow();
  }

  /** Probes sent in all. */
  public int total() {
    return Arrays.stream(bySecond).sum();
  }

  private static int probe(ProbeSchedule schedule, Instant now) {
    int sent = 0;
    for (var go = schedule.take(now); !go.isEmpty(); go = schedule.take(now)) {
      go.forEach(server -> schedule.done(server, Pace.REGULAR, false, now));
      sent += go.size();
    }
    return sent;
  }
}
