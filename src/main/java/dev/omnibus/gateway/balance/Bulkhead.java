package dev.omnibus.gateway.balance;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests one server has at once from this node, and how many more may wait, and how
 * long. A server that is slow fills its own bulkhead and nobody else's. It is for all loops; a
 * place that is left goes to who waits longest.
 */
public final class Bulkhead {

  /** One that waits for a place. */
  public final class Waiter {
    private final AtomicBoolean settled = new AtomicBoolean();
    private final Vertx vertx;
    private final Context context;
    private final Runnable go;
    private long timer;

    private Waiter(Vertx vertx, Runnable go) {
      this.vertx = vertx;
      this.context = vertx.getOrCreateContext();
      this.go = go;
    }

    /** On any thread. */
    private boolean give() {
      if (!settled.compareAndSet(false, true)) {
        return false;
      }
      waiting.decrementAndGet();
      context.runOnContext(
          now -> {
            vertx.cancelTimer(timer);
            go.run();
          });
      return true;
    }

    /** It waits no longer; false when it was given a place already and will hear of it. */
    public boolean giveUp() {
      if (!settled.compareAndSet(false, true)) {
        return false;
      }
      waiting.decrementAndGet();
      queue.remove(this);
      vertx.cancelTimer(timer);
      return true;
    }
  }

  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Queue<Waiter> queue = new ConcurrentLinkedQueue<>();
  private final RetryBudget retries = new RetryBudget();
  private volatile Limits limits;

  Bulkhead(Limits limits) {
    this.limits = limits;
  }

  public Limits limits() {
    return limits;
  }

  /** More places than before are for those who wait. */
  void limits(Limits young) {
    limits = young;
    while (waiting.get() > 0 && take()) {
      if (!handOver()) {
        inside.decrementAndGet();
        return;
      }
    }
  }

  /** What may be said again to the server. */
  public RetryBudget retries() {
    return retries;
  }

  /** Takes a place if there is one; then {@link #leave} is due. */
  public boolean enter() {
    retries.called();
    return take();
  }

  private boolean take() {
    int most = limits.concurrency();
    int now = inside.get();
    while (now < most) {
      if (inside.compareAndSet(now, now + 1)) {
        return true;
      }
      now = inside.get();
    }
    return false;
  }

  /** Who waits longest takes the place over, unless there are fewer places now. */
  public void leave() {
    if (waiting.get() == 0 || inside.get() > limits.concurrency() || !handOver()) {
      inside.decrementAndGet();
      if (waiting.get() > 0 && take() && !handOver()) {
        inside.decrementAndGet();
      }
    }
  }

  private boolean handOver() {
    for (Waiter next = queue.poll(); next != null; next = queue.poll()) {
      if (next.give()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Waits for a place.
   *
   * @param go runs on the present context when there is one; then {@link #leave} is due
   * @param late runs when it took too long
   * @return null when too many wait already
   */
  public Waiter await(Vertx vertx, Runnable go, Runnable late) {
    if (waiting.incrementAndGet() > limits.queue()) {
      waiting.decrementAndGet();
      return null;
    }
    Waiter waiter = new Waiter(vertx, go);
    waiter.timer =
        vertx.setTimer(
            limits.queueTime().toMillis(),
            id -> {
              if (waiter.giveUp()) {
                late.run();
              }
            });
    queue.add(waiter);
    if (take() && !handOver()) {
      inside.decrementAndGet(); // one left while this one came
    }
    return waiter;
  }

  public int inside() {
    return inside.get();
  }

  public int waiting() {
    return waiting.get();
  }
}
