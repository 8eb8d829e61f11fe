package dev.omnibus.bridge.socket;

/**
 * So many at once, so many a second in the long run. Time comes from the one who asks. What was
 * taken from the same bucket elsewhere is made known afterwards, and can leave it in debt.
 */
final class TokenBucket {

  private final double perNano;
  private final int burst;
  private double left;
  private long at;
  private int spent;

  TokenBucket(int perSecond, int burst, long now) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.left = burst;
    this.at = now;
  }

  /** Takes one if there is one. */
  synchronized boolean take(long now) {
    refill(now);
    if (left < 1) {
      return false;
    }
    left--;
    spent++;
    return true;
  }

  /** So many were taken elsewhere; the debt is bounded, so that nobody is shut out for long. */
  synchronized void spend(int count, long now) {
    refill(now);
    left = Math.max(-burst, left - count);
  }

  /** How many were taken here since this was asked last. */
  synchronized int takeSpent() {
    int count = spent;
    spent = 0;
    return count;
  }

  /** Whether nothing was taken lately. */
  synchronized boolean isFull(long now) {
    refill(now);
    return left >= burst;
  }

  private void refill(long now) {
    left = Math.min(burst, left + Math.max(0, now - at) * perNano);
    at = now;
  }
}
