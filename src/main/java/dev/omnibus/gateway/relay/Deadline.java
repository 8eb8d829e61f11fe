package dev.omnibus.gateway.relay;

import java.time.Duration;

/**
 * When a call is late: after so long without progress, and after so long in any case. The clock
 * stands while somebody else than the server is waited for.
 */
final class Deadline {

  private final long silence;
  private final long end;
  private long due;

  Deadline(long now, Duration silence, Duration longest) {
    this.silence = silence.toNanos();
    this.end = now + longest.toNanos();
    this.due = now + this.silence;
  }

  /** The server showed progress, or sends its answer. */
  void extend(long now) {
    due = now + silence;
  }

  /** The server asked the agent something, and people are slow. */
  void suspend() {
    due = end;
  }

  boolean isOver(long now) {
    return now - due > 0 || now - end > 0;
  }

  /** What is left of it at most, for what has to wait before it begins. */
  long left(long now) {
    return Math.min(due, end) - now;
  }
}
