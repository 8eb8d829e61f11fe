package dev.omnibus.bridge.socket;

import dev.omnibus.config.BridgeConfig;
import java.time.Duration;

/**
 * Whether a client still lives, by a clock that never jumps: anything heard counts; after a
 * heartbeat something must be heard in time. A client that can't be asked must speak by itself. A
 * client whose time is up is looked at once more: when this node was the one that stood still, its
 * answer has come and was not read yet.
 */
final class Pulse {

  /** Long enough for the loop to read what has come, if it waits for this by a timer. */
  static final Duration LAST_LOOK = Duration.ofSeconds(1);

  /** What to do now. */
  enum Beat {
    NONE,
    PING,
    /** Silent for too long; to be asked after {@link #LAST_LOOK} whether it still is. */
    DOUBT
  }

  private final long ping;
  private final long pong;
  private final long idle;
  private long heard;
  private long pinged;
  private boolean waiting;
  private boolean doubted;
  private long since;

  /**
   * @param early how much sooner than usual the first heartbeat is, so that sockets that came
   *     together are not asked together
   */
  Pulse(BridgeConfig config, long now, long early) {
    this.ping = config.ping().toNanos();
    this.pong = config.pong().toNanos();
    this.idle = config.idle().toNanos();
    this.heard = now;
    this.pinged = now - early;
  }

  void heard(long now) {
    heard = now;
    waiting = false;
    doubted = false;
  }

  /** Says that the client was asked, or could not be. */
  void pinged(long now, boolean asked) {
    pinged = now;
    waiting = waiting || asked;
  }

  /** The client asked by itself and was answered, which is as good as a heartbeat. */
  void answered(long now) {
    pinged = now;
  }

  Beat beat(long now) {
    if (waiting && now - pinged > pong || now - heard > idle) {
      return doubt(now);
    }
    return !waiting && now - pinged >= ping ? Beat.PING : Beat.NONE;
  }

  private Beat doubt(long now) {
    if (doubted) {
      return Beat.NONE;
    }
    doubted = true;
    since = now;
    return Beat.DOUBT;
  }

  /** Whether nothing was heard since it was doubted. */
  boolean isSilent() {
    return doubted;
  }

  /** When there will be something to do, as things stand. */
  long due() {
    if (doubted) {
      return since + LAST_LOOK.toNanos();
    }
    // Once answered it is a heartbeat again that is due, and that may be sooner.
    long next = pinged + (waiting ? Math.min(ping, pong) : ping);
    return next - (heard + idle) < 0 ? next : heard + idle;
  }
}
