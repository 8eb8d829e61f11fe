package dev.omnibus.coordinator;

/** Lets so many lines through in each second and counts the rest. It knows no clock. */
final class LineGate {

  private static final long SECOND = 1_000_000_000L;

  private final int limit;
  private long second = Long.MIN_VALUE;
  private int passed;
  private int dropped;

  LineGate(int limit) {
    this.limit = limit;
  }

  /** Whether a line that comes now may pass. */
  boolean admits(long nanos) {
    long now = Math.floorDiv(nanos, SECOND);
    if (now != second) {
      second = now;
      passed = 0;
    }
    if (passed < limit) {
      passed++;
      return true;
    }
    dropped++;
    return false;
  }

  /** How many did not pass since this was asked last. */
  int takeDropped() {
    int count = dropped;
    dropped = 0;
    return count;
  }
}
