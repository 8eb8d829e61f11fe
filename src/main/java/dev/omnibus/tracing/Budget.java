package dev.omnibus.tracing;

import java.util.concurrent.atomic.AtomicLong;

/** So many a second, at most a second's worth at once; for any thread. */
final class Budget {

  private static final long SECOND = 1_000_000_000;

  private final long interval;
  private final AtomicLong free;

  Budget(int perSecond, long now) {
    interval = SECOND / perSecond;
    free = new AtomicLong(now - SECOND);
  }

  /** False when there is none left now, which costs next to nothing. */
  boolean take(long now) {
    while (true) {
      long known = free.get();
      long slot = known - (now - SECOND) < 0 ? now - SECOND : known;
      if (slot + interval - now > 0) {
        return false;
      }
      if (free.compareAndSet(known, slot + interval)) {
        return true;
      }
    }
  }
}
