package dev.omnibus.bridge.socket;

import dev.omnibus.config.BridgeConfig;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a proof is good for an open socket, by a clock that never jumps: what is left of it is
 * read off the wall clock once, when it is shown, so that a step of that clock ends nobody and
 * keeps nobody.
 */
final class Lease {

  /** Where it stands. */
  enum State {
    GOOD,
    /** It ends soon, which is said once. */
    ENDING,
    OVER
  }

  /** Longer than any socket lives, and far from what a count of nanoseconds holds. */
  private static final Duration MOST = Duration.ofDays(3_650);

  private final long warning;
  private final long end;
  private boolean warned;

  private Lease(long warning, long end) {
    this.warning = warning;
    this.end = end;
  }

  /**
   * @param expires when the proof ends, by the wall clock
   * @param now what the wall clock shows
   * @param nanos what the other clock shows at the same moment
   */
  static Lease of(Instant expires, Instant now, long nanos, BridgeConfig config) {
    Duration left = Duration.between(now, expires);
    long end = nanos + (left.compareTo(MOST) > 0 ? MOST : left).toNanos();
    return new Lease(end - config.expiryWarning().toNanos(), end + config.expiryGrace().toNanos());
  }

  State look(long nanos) {
    if (nanos - end >= 0) {
      return State.OVER;
    }
    if (warned || nanos - warning < 0) {
      return State.GOOD;
    }
    warned = true;
    return State.ENDING;
  }

  /** When there is something to do. */
  long due() {
    return warned ? end : warning;
  }
}
