package dev.omnibus.gateway.balance;

import dev.omnibus.gateway.agent.RpcException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Where those wait who want a server that rests for a moment, because it is made anew: so many and
 * so long, and nobody who would wait for nothing. They have no place at the server yet, so that its
 * drain does not wait for them. It is for all event loops; each goes on in its own.
 */
public final class Intermission {

  /** Before servers that never rest. */
  static final Intermission NONE =
      new Intermission(
          null,
          server -> false,
          server -> {
            throw new IllegalStateException(server);
          });

  private static final long LOOK_MS = 20;

  private final Vertx vertx;
  private final Predicate<String> rests;
  private final Function<String, Limits> limits;
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  /**
   * @param rests whether a server takes no calls now and is known to take them again soon
   * @param limits of a server: as many may wait as in its queue, each as long as its call may take
   */
  public Intermission(Vertx vertx, Predicate<String> rests, Function<String, Limits> limits) {
    this.vertx = vertx;
    this.rests = rests;
    this.limits = limits;
  }

  /** One who waits. */
  public final class Waiter {
    private final String server;
    private final AtomicInteger count;
    private final Promise<Void> over = Promise.promise();
    private final long began = System.nanoTime();
    private final Duration patience;
    private final Context context;

    private Waiter(String server, AtomicInteger count, Duration patience) {
      this.server = server;
      this.count = count;
      this.patience = patience;
      this.context = vertx.getOrCreateContext();
    }

    /**
     * Completes on the context of then when the server does not rest any more; fails with an {@link
     * RpcException} when that takes too long, and when too many wait already.
     */
    public Future<Void> over() {
      return over.future();
    }

    public Duration waited() {
      return Duration.ofNanos(System.nanoTime() - began);
    }

    /** It wants nothing any more. */
    public void giveUp() {
      if (waiters.remove(this)) {
        count.decrementAndGet();
      }
    }

    private void look() {
      boolean late = waited().compareTo(patience) >= 0;
      if ((late || !rests.test(server)) && waiters.remove(this)) {
        count.decrementAndGet();
        context.runOnContext(then -> end(late));
      }
    }

    private void end(boolean late) {
      if (late) {
        over.tryFail(RpcException.away("'" + server + "' is draining", 1));
      } else {
        over.tryComplete();
      }
    }
  }

  /** Waits for a server; null when that is not worth it. */
  public Waiter await(String server) {
    if (!rests.test(server)) {
      return null;
    }
    Limits most = limits.apply(server);
    AtomicInteger count = counts.computeIfAbsent(server, name -> new AtomicInteger());
    Waiter waiter = new Waiter(server, count, most.callTimeout());
    if (count.incrementAndGet() > most.queue()) {
      count.decrementAndGet();
      waiter.over.fail(Crowded.at(server));
    } else {
      waiters.add(waiter);
      lookSoon();
    }
    return waiter;
  }

  /** How many wait for a server now. */
  public int waiting(String server) {
    AtomicInteger count = counts.get(server);
    return count == null ? 0 : count.get();
  }

  private void lookSoon() {
    if (looking.compareAndSet(false, true)) {
      vertx.setTimer(LOOK_MS, id -> look());
    }
  }

  private void look() {
    waiters.forEach(Waiter::look);
    looking.set(false);
    if (!waiters.isEmpty()) {
      lookSoon();
    }
  }
}
