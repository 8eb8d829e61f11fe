package dev.omnibus.telemetry.clock;

/**
 * How a clock went on: as clocks do is forward, in small steps. One thread at a time tells it the
 * seconds; any may ask.
 */
public final class Pace {

  /** Seconds; after a longer pause nobody knows how it was meanwhile. */
  private static final int LONGEST_STEP = 15;

  /** A clock that jumped is not believed for so many seconds, when it is about removing things. */
  private static final int STEADY = 3_600;

  private volatile long last = Long.MIN_VALUE;
  private volatile long steady;

  /** How many seconds there are from the last one to this; 1 for the first. */
  public long since(long second) {
    return last == Long.MIN_VALUE ? 1 : second - last;
  }

  /** Whether a clock that went on as clocks do may show this second. */
  public boolean leadsTo(long second) {
    long since = since(second);
    return since >= 0 && since <= LONGEST_STEP;
  }

  /** The clock shows this second. */
  public void at(long second) {
    steady = leadsTo(second) ? steady + since(second) : 0;
    last = second;
  }

  /** The second that it showed last; {@code Long.MIN_VALUE} before the first. */
  public long last() {
    return last;
  }

  /** Whether it went on as clocks do for so long that it may be believed. */
  public boolean isSteady() {
    return steady >= STEADY;
  }
}
