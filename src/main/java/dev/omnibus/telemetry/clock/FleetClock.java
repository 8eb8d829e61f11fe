package dev.omnibus.telemetry.clock;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time on which the nodes agree: that of the middle one, of an even number the earlier of the
 * two in the middle, so that each node comes to the same. A node's own clock counts as long as it
 * is near to that. It knows no bus.
 */
public final class FleetClock extends Clock {

  /** Clocks that differ by no more than this are the same. */
  static final long NEAR_MS = 5_000;

  /** So many comparisons in a row must say that it is wrong: one alone may have been delayed. */
  static final int ROUNDS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(FleetClock.class);

  private final Clock own;
  private volatile long correction;
  private int rounds;
  private long doubted;

  public FleetClock(Clock own) {
    this.own = own;
  }

  /**
   * Compares this node's clock with those of all that answered.
   *
   * @param offsets by how many milliseconds each of them is ahead of this node's own clock, itself
   *     among them
   */
  void compare(List<Long> offsets) {
    if (offsets.isEmpty()) {
      return;
    }
    long middle = offsets.stream().sorted().toList().get((offsets.size() - 1) / 2);
    long wanted = Math.abs(middle) <= NEAR_MS ? 0 : middle;
    if (Math.abs(wanted - correction) <= NEAR_MS && (wanted == 0) == (correction == 0)) {
      rounds = 0;
      return;
    }
    rounds = rounds > 0 && Math.abs(wanted - doubted) <= NEAR_MS ? rounds + 1 : 1;
    doubted = wanted;
    if (rounds >= ROUNDS) {
      rounds = 0;
      correction = wanted;
      LOG.warn("this node's clock is corrected for what is measured, by {} ms", wanted);
    }
  }

  /** Whether the last comparison said that it is wrong, and others have to say so too. */
  boolean isDoubted() {
    return rounds > 0;
  }

  /** What the nodes' agreement adds to this node's own clock, in milliseconds. */
  public long correction() {
    return correction;
  }

  @Override
  public Instant instant() {
    return own.instant().plusMillis(correction);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("UTC only");
  }
}
