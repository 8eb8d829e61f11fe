package dev.omnibus.bench.bridge;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long event loops are kept from their timers: a timer of 10 ms on each, and the most by which
 * it came late. That is never less than the longest task but for those 10 ms.
 */
final class LoopWatch {

  private static final long PERIOD_MILLIS = 10;
  private static final AtomicLong LONGEST = new AtomicLong();

  private LoopWatch() {}

  /** To be called on the loop. */
  static void watch(Vertx vertx) {
    again(vertx, System.nanoTime());
  }

  private static void again(Vertx vertx, long at) {
    vertx.setTimer(
        PERIOD_MILLIS,
        id -> {
          long now = System.nanoTime();
          LONGEST.accumulateAndGet((now - at) / 1_000_000 - PERIOD_MILLIS, Math::max);
          again(vertx, now);
        });
  }

  /** Since this was asked last. */
  static long longestMillis() {
    return LONGEST.getAndSet(0);
  }
}
