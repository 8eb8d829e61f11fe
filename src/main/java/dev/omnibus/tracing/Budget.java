package dev.omnibus.tracing;

import java.util.concurrent.atomic.AtomicLong;

/** So many a second, at most a second's worth at once; for any thread. */
final class Budget {

  private static final long SECOND = 1_000_000_000;
  private static final long UNUSED = Long.MIN_VALUE;

  private final long interval;
  private final AtomicLong free = new AtomicLong(UNUSED);

  Budget(int perSecond) {
    interval = SECOND / perSecond;
  }

  /** False when there is none left now, which costs next to nothing. */
  boolean take(long now) {
    while (true) {
      long known = free.get();
      boolean rested = known == UNUSED || known - (now - SECOND) < 0;
      long slot = rested ? now - SECOND : known;
      if (slot + interval - now > 0) {
        return false;
      }
      if (free.compareAndSet(known, slot + interval)) {
        return true;
      }
    }
  }
}
