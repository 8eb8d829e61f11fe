package dev.omnibus.gateway.desk;

/** Lets so many through in a second. */
final class Gate {

  private static final long SECOND = 1_000_000_000L;

  private final int most;
  private long since = Long.MIN_VALUE;
  private int taken;

  Gate(int most) {
    this.most = most;
  }

  /**
   * @param now by {@link System#nanoTime}
   */
  boolean opens(long now) {
    if (since == Long.MIN_VALUE || now - since >= SECOND) {
      since = now;
      taken = 0;
    }
    return taken++ < most;
  }
}
