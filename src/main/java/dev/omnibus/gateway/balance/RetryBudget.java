package dev.omnibus.gateway.balance;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often this node may send something to one server again: a fifth of what is sent at all, and
 * ten a second beside that. A server that fails is so never asked much more than one that does not.
 * Counting a call takes no lock; only who wants to repeat one waits for another who does.
 */
public final class RetryBudget {

  private static final double SHARE = 0.2;
  private static final double PER_SECOND = 10;

  /** What calls leave for later; else a calm day would pay for a storm. */
  private static final double MOST_SAVED = 200;

  private final LongAdder calls = new LongAdder();
  private long seen;
  private double saved;
  private double trickle = PER_SECOND;
  private boolean begun;
  private long last;

  /** A call was begun. */
  public void called() {
    calls.increment();
  }

  /**
   * Whether one may be repeated; if so, it is taken off.
   *
   * @param now in nanoseconds
   */
  public synchronized boolean take(long now) {
    fill(now);
    if (trickle >= 1) {
      trickle--;
      return true;
    }
    if (saved >= 1) {
      saved--;
      return true;
    }
    return false;
  }

  private void fill(long now) {
    long total = calls.sum();
    saved = Math.min(MOST_SAVED, saved + SHARE * (total - seen));
    seen = total;
    if (begun) {
      double seconds = (double) (now - last) / TimeUnit.SECONDS.toNanos(1);
      trickle = Math.min(PER_SECOND, trickle + PER_SECOND * seconds);
    }
    begun = true;
    last = now;
  }
}
