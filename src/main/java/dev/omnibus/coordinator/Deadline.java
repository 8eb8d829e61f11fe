package dev.omnibus.coordinator;

import java.time.Duration;

/** What is left of the time for something that takes several steps. */
final class Deadline {

  private Deadline() {}

  /** From now to a {@code System.nanoTime()}, at least a millisecond. */
  static Duration left(long end) {
    return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
  }
}
