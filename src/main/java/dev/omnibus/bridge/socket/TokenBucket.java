package dev.omnibus.bridge.socket;

/** So many at once, so many a second in the long run. Time comes from the one who asks. */
final class TokenBucket {

  private final double perNano;
  private final int burst;
  private double left;
  private long at;

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
    return true;
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
