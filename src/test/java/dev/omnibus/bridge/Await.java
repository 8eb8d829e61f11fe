package dev.omnibus.bridge;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a fact, within a limit. */
final class Await {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final long PAUSE_NANOS = 2_000_000;

  private Await() {}

  static void until(String what, BooleanSupplier fact) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!fact.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
