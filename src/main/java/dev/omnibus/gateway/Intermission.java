package dev.omnibus.gateway;

import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.balance.Crowded;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Where those wait who want a server that rests for a moment, because it is made anew: so many and
 * so long, and nobody who would wait for nothing. They have no place at the server yet, so that its
 * drain does not wait for them. It is for all event loops; each goes on in its own.
 */
final class Intermission {

  private static final long LOOK_MS = 20;

  private final Vertx vertx;
  private final Function<String, Instant> backBy;
  private final ToIntFunction<String> most;
  private final Function<String, Duration> patience;
  private final Clock clock;
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  private record Waiter(String server, Context context, Promise<Void> promise, long end) {}

  /**
   * @param backBy when a server that rests for a moment takes calls again at the latest; null for
   *     all others
   * @param most how many may wait for a server
   * @param patience how long each of them does
   */
  Intermission(
      Vertx vertx,
      Function<String, Instant> backBy,
      ToIntFunction<String> most,
      Function<String, Duration> patience,
      Clock clock) {
    this.vertx = vertx;
    this.backBy = backBy;
    this.most = most;
    this.patience = patience;
    this.clock = clock;
  }

  /** Whether it is worth waiting for a server. */
  boolean isOf(String server) {
    Instant back = backBy.apply(server);
    return back != null && back.isAfter(clock.instant());
  }

  /**
   * Completes when the server does not rest any more, or as if, when it does so for too long; fails
   * with an {@link RpcException} for one too many.
   */
  Future<Void> end(String server) {
    if (!isOf(server)) {
      return Future.succeededFuture();
    }
    AtomicInteger count = counts.computeIfAbsent(server, name -> new AtomicInteger());
    if (count.incrementAndGet() > most.applyAsInt(server)) {
      count.decrementAndGet();
      return Future.failedFuture(Crowded.at(server));
    }
    long end = System.nanoTime() + patience.apply(server).toNanos();
    Promise<Void> promise = Promise.promise();
    waiters.add(new Waiter(server, vertx.getOrCreateContext(), promise, end));
    lookSoon();
    return promise.future();
  }

  /** How many wait for a server now. */
  int waiting(String server) {
    AtomicInteger count = counts.get(server);
    return count == null ? 0 : count.get();
  }

  private void lookSoon() {
    if (looking.compareAndSet(false, true)) {
      vertx.setTimer(LOOK_MS, id -> look());
    }
  }

  private void look() {
    long now = System.nanoTime();
    for (Waiter one : waiters) {
      if (now - one.end() >= 0 || !isOf(one.server())) {
        waiters.remove(one);
        counts.get(one.server()).decrementAndGet();
        one.context().runOnContext(then -> one.promise().complete());
      }
    }
    looking.set(false);
    if (!waiters.isEmpty()) {
      lookSoon();
    }
  }
}
