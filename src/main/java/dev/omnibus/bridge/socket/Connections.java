package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Loop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** All open sockets of this node, each on its own event loop. */
public final class Connections {

  private final Map<Thread, Loop> loops = new ConcurrentHashMap<>();

  /** Each set is touched on its loop only. */
  private final Map<Loop, Set<Connection>> open = new ConcurrentHashMap<>();

  private final BridgeCounters counters;

  public Connections(BridgeCounters counters) {
    this.counters = counters;
  }

  BridgeCounters counters() {
    return counters;
  }

  /** The loop on whose thread this is called. */
  Loop here(Vertx vertx) {
    return loops.computeIfAbsent(Thread.currentThread(), thread -> loop(vertx));
  }

  private Loop loop(Vertx vertx) {
    Context context = vertx.getOrCreateContext();
    Loop loop =
        new Loop(
            task -> context.runOnContext(ignored -> task.run()),
            (millis, task) -> vertx.setTimer(millis, id -> task.run()));
    open.put(loop, new HashSet<>());
    return loop;
  }

  void add(Connection connection) {
    open.get(connection.loop()).add(connection);
    counters.sockets.increment();
  }

  void remove(Connection connection) {
    open.get(connection.loop()).remove(connection);
    counters.sockets.decrement();
  }

  /** Looks after heartbeats and expiry of all. */
  public void tick(Instant now) {
    long nanos = System.nanoTime();
    each(connection -> connection.tick(nanos, now));
  }

  /**
   * Closes the sockets of a user, or of one session of that user when {@code session} is not null.
   */
  public void revoked(String user, String session, String reason) {
    CloseCode code =
        switch (reason == null ? "" : reason) {
          case "blocked", "role_change" -> CloseCode.FORBIDDEN;
          default -> CloseCode.REVOKED;
        };
    each(
        connection -> {
          if (connection.belongsTo(user, session)) {
            connection.close(code.code(), reason == null ? code.reason() : reason);
          }
        });
  }

  /** Whether nobody is connected. */
  public boolean isEmpty() {
    return counters.sockets.sum() <= 0;
  }

  /**
   * Tells a random share of the sockets to come back elsewhere.
   *
   * @param share of 1; 1 closes all
   */
  public void drain(double share) {
    each(
        connection -> {
          if (ThreadLocalRandom.current().nextDouble() < share) {
            connection.close(CloseCode.DRAINING);
          }
        });
  }

  private void each(Consumer<Connection> action) {
    open.forEach(
        (loop, connections) -> loop.execute(() -> List.copyOf(connections).forEach(action)));
  }
}
