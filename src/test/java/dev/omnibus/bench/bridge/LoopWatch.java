package dev.omnibus.bench.bridge;

import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How long event loops are kept from their timers: a timer of 10 ms on each, and the most by which
 * it came late. That is never less than the longest task but for those 10 ms. Beside it, how much
 * processor the loop had in that time: for the rest it waited, for others on the same processors.
 */
final class LoopWatch {

  private static final long PERIOD_MILLIS = 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** In nanoseconds. */
  private record Look(long time, long processor) {

    static Look now() {
      return new Look(System.nanoTime(), THREADS.getCurrentThreadCpuTime());
    }

    Look since(Look before) {
      return new Look(time - before.time - PERIOD_MILLIS * 1_000_000, processor - before.processor);
    }

    Look longer(Look other) {
      return other.time > time ? other : this;
    }
  }

  private static final AtomicReference<Look> LONGEST = new AtomicReference<>(new Look(0, 0));

  private LoopWatch() {}

  /** To be called on the loop. */
  static void watch(Vertx vertx) {
    again(vertx, Look.now());
  }

  private static void again(Vertx vertx, Look before) {
    vertx.setTimer(
        PERIOD_MILLIS,
        id -> {
          Look now = Look.now();
          LONGEST.accumulateAndGet(now.since(before), Look::longer);
          again(vertx, now);
        });
  }

  /** {@code late processor} in milliseconds, since this was asked last. */
  static String longest() {
    Look longest = LONGEST.getAndSet(new Look(0, 0));
    return longest.time() / 1_000_000 + " " + longest.processor() / 1_000_000;
  }
}
