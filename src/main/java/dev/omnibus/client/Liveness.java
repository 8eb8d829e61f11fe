package dev.omnibus.client;

import java.time.Duration;

/** Whether the other side of the open socket gives signs of life. Times are nanoseconds. */
final class Liveness {

  private static final long SILENCE = Duration.ofSeconds(10).toNanos();

  /** A socket that lived this long was a good one: the next loss begins with short waits again. */
  private static final long GOOD = Duration.ofSeconds(10).toNanos();

  private boolean open;
  private long openedAt;
  private long heardAt;

  /** The oldest ping after which nothing was heard yet. */
  private long pingAt;

  void began(long now) {
    open = true;
    openedAt = now;
    heardAt = now;
    pingAt = now;
  }

  void heard(long now) {
    heardAt = now;
  }

  /** Before each ping: whether an earlier one was not answered for too long. */
  boolean isSilent(long now) {
    boolean answered = heardAt - pingAt >= 0;
    if (answered) {
      pingAt = now;
    }
    return !answered && now - pingAt > SILENCE;
  }

  /** The socket is gone: whether it was there, and for long enough. */
  boolean wasGood(long now) {
    boolean good = open && now - openedAt > GOOD;
    open = false;
    return good;
  }
}
