package dev.omnibus.audit;

/**
 * Whether the clock on the wall has gone as fast as time itself for an hour: one that jumped makes
 * nothing old.
 */
final class Steadiness {

  private static final long HOUR_MS = 3_600_000;

  /** A clock that is being set right by small steps is no other one. */
  private static final long LEAP_MS = 60_000;

  private static final long NANOS = 1_000_000;

  private long since = Long.MIN_VALUE;
  private long offset;

  /**
   * To be asked each few minutes.
   *
   * @param nanos a clock that only goes forward
   */
  boolean isSteady(long wallMs, long nanos) {
    long now = nanos / NANOS;
    long apart = wallMs - now;
    if (since == Long.MIN_VALUE || Math.abs(apart - offset) > LEAP_MS) {
      since = now;
      offset = apart;
    }
    return now - since >= HOUR_MS;
  }
}
