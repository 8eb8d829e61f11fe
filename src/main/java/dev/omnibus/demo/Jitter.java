package dev.omnibus.demo;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A time that is never quite the same: real servers do not answer, or die, by the clock.
 *
 * @param middle the average
 * @param spread the largest deviation, as a part of the middle
 */
record Jitter(Duration middle, double spread) {
  Jitter {
    if (middle.isNegative() || spread < 0 || spread >= 1) {
      throw new IllegalArgumentException("no such jitter: " + middle + " +-" + spread);
    }
  }

  Duration next() {
    double factor = 1 + spread * (2 * ThreadLocalRandom.current().nextDouble() - 1);
    return Duration.ofNanos(Math.round(middle.toNanos() * factor));
  }
}
