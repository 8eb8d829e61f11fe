package dev.omnibus.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the n-th attempt: anywhere below a ceiling that doubles, so that clients
 * that lost the same node come back one by one.
 */
record Backoff(RandomGenerator random) {

  private static final long FIRST = 1_000;
  private static final long LONGEST = 15_000;
  private static final long LEAST = 50;

  /** The same where each attempt goes to the next of some nodes: the others may be well. */
  Duration before(int attempt, int nodes) {
    return before(1 + (attempt - 1) / nodes);
  }

  /** From 1 on. */
  Duration before(int attempt) {
    long ceiling = Math.min(LONGEST, FIRST << Math.min(attempt - 1, 10));
    return Duration.ofMillis(random.nextLong(LEAST, ceiling + 1));
  }
}
