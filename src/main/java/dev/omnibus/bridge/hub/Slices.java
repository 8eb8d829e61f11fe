package dev.omnibus.bridge.hub;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Tasks of an event loop in the order in which they were handed over, from any thread. A burst of
 * them (ten thousand sockets that come back and register) is worked off in slices, between which
 * the loop has a look at its timers and its other sockets: left to itself it does not while there
 * are tasks, for up to a second.
 */
public final class Slices implements Executor {

  /** Nanoseconds that one slice may take, but for the last task of it. */
  static final long MOST = 4_000_000;

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Executor soon;
  private final Executor later;
  private final LongSupplier nanos;

  /**
   * @param soon runs a task on the loop
   * @param later runs a task on the loop after it looked at everything else
   */
  public Slices(Executor soon, Executor later) {
    this(soon, later, System::nanoTime);
  }

  Slices(Executor soon, Executor later, LongSupplier nanos) {
    this.soon = soon;
    this.later = later;
    this.nanos = nanos;
  }

  @Override
  public void execute(Runnable task) {
    waiting.add(task);
    if (count.getAndIncrement() == 0) {
      soon.execute(this::slice);
    }
  }

  private void slice() {
    long end = nanos.getAsLong() + MOST;
    int done = 0;
    try {
      do {
        done++;
        waiting.remove().run();
      } while (done < count.get() && nanos.getAsLong() < end);
    } finally {
      // When a task failed, too: those behind it go on.
      if (count.addAndGet(-done) > 0) {
        later.execute(this::slice);
      }
    }
  }
}
