package dev.omnibus.mcp.transport;

/**
 * Lets so many lines through in each second, more at once after a quiet time, and counts the rest.
 * It knows no clock and belongs to one thread.
 */
public final class LineGate {

  private static final double SECOND = 1_000_000_000.0;

  private final int perSecond;
  private final int atOnce;
  private double left;
  private long last;
  private boolean begun;
  private long leftOut;

  /**
   * @param perSecond how many pass in the long run
   * @param atOnce how many pass at once when none came before
   */
  public LineGate(int perSecond, int atOnce) {
    this.perSecond = perSecond;
    this.atOnce = atOnce;
    this.left = atOnce;
  }

  /**
   * Whether a line that comes now may pass.
   *
   * @param nanos of a clock that is never set, as {@link System#nanoTime}
   */
  public boolean admits(long nanos) {
    if (begun) {
      left = Math.min(atOnce, left + (nanos - last) / SECOND * perSecond);
    }
    begun = true;
    last = nanos;
    if (left >= 1) {
      left--;
      return true;
    }
    leftOut++;
    return false;
  }

  /** So many more were left out, for another reason. */
  public void leftOut(long lines) {
    leftOut += lines;
  }

  /** How many did not pass since this was asked last. */
  public long takeLeftOut() {
    long count = leftOut;
    leftOut = 0;
    return count;
  }
}
