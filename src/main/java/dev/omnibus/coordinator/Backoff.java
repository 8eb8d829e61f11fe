package dev.omnibus.coordinator;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: doubles from {@code first} to {@code most}, spread by a
 * fifth to either side so that servers that fell together do not rise together.
 */
final class Backoff {

  private static final double SPREAD = 0.2;

  private final Duration first;
  private final Duration most;
  private final DoubleSupplier random;
  private Duration next;

  /**
   * @param random numbers from 0 to 1
   */
  Backoff(Duration first, Duration most, DoubleSupplier random) {
    this.first = first;
    this.most = most;
    this.random = random;
    this.next = first;
  }

  /** The wait before the next try; the one after it will be twice as long. */
  Duration next() {
    Duration base = next;
    next = shorter(base.multipliedBy(2), most);
    double factor = 1 + SPREAD * (2 * random.getAsDouble() - 1);
    return Duration.ofNanos((long) (base.toNanos() * factor));
  }

  /** All is well again: the next failure waits the first wait. */
  void reset() {
    next = first;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
