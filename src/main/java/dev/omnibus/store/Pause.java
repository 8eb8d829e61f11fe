package dev.omnibus.store;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a database that took nothing is left alone: longer after each failure that follows
 * another, and not as long as others of its users do. It knows no clock; whoever asks says what
 * time it is, and a clock that was set back costs no more than the longest pause. One thread at a
 * time.
 */
public final class Pause {

  static final long FIRST_MS = 500;
  static final long LONGEST_MS = 10_000;

  /** By up to this part of it a pause is shorter. */
  private static final int JITTER = 5;

  private long length;
  private long until;

  /** It took nothing. */
  public void failed(long nowMs) {
    length = Math.min(LONGEST_MS, Math.max(FIRST_MS, length * 2));
    until = nowMs + length - ThreadLocalRandom.current().nextLong(length / JITTER);
  }

  /** It took something, or is to be asked at once. */
  public void end() {
    length = 0;
    until = 0;
  }

  /** Whether it took nothing last. */
  public boolean isBegun() {
    return length > 0;
  }

  /** Whether it is not to be asked yet. */
  public boolean isOn(long nowMs) {
    long left = until - nowMs;
    return isBegun() && left > 0 && left <= LONGEST_MS;
  }
}
