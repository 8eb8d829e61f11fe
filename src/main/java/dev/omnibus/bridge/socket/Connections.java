package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Loop;
import dev.omnibus.bridge.hub.Slices;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.presence.Attendance;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** All open sockets of this node, each on its own event loop. */
public final class Connections {

  private final Map<Thread, Loop> loops = new ConcurrentHashMap<>();

  private static final int SLOTS = 64;

  /** Those of one loop, and when each of them is to be looked at; touched on that loop only. */
  private record Crew(
      Set<Connection> all, Wheel<Connection> wheel, Slices newcomers, Slices others) {}

  private final Map<Loop, Crew> crews = new ConcurrentHashMap<>();

  private final BridgeCounters counters;
  private final SocketTrail trail;

  private final BridgeConfig config;
  private final Clock clock;

  private final Attendance attendance;

  /**
   * @param attendance where it is noted who is here
   */
  public Connections(
      BridgeConfig config,
      BridgeCounters counters,
      SocketTrail trail,
      Attendance attendance,
      Clock clock) {
    this.config = config;
    this.attendance = attendance;
    this.counters = counters;
    this.trail = trail;
    this.clock = clock;
  }

  BridgeCounters counters() {
    return counters;
  }

  SocketTrail trail() {
    return trail;
  }

  Attendance attendance() {
    return attendance;
  }

  Instant wallClock() {
    return clock.instant();
  }

  /** The loop on whose thread this is called. */
  Loop here(Vertx vertx) {
    return loops.computeIfAbsent(Thread.currentThread(), thread -> loop(vertx));
  }

  /** Tasks of those who come to that loop; a burst of them leaves it time for all others. */
  Executor newcomers(Vertx vertx) {
    return crews.get(here(vertx)).newcomers();
  }

  private Loop loop(Vertx vertx) {
    Context context = vertx.getOrCreateContext();
    Loop loop =
        new Loop(
            task -> context.runOnContext(ignored -> task.run()),
            (millis, task) -> vertx.setTimer(millis, id -> task.run()));
    Executor later = later(context, loop);
    loop.onTold(counters::told);
    crews.put(
        loop,
        new Crew(
            new HashSet<>(),
            new Wheel<>(SLOTS, config.tick().toNanos(), System.nanoTime()),
            new Slices(loop, later),
            new Slices(loop, later)));
    return loop;
  }

  /** On the loop, after it looked at everything else. */
  private static Executor later(Context context, Loop loop) {
    Executor idle = new AfterIo(context);
    return task -> idle.execute(() -> loop.run(task));
  }

  /** Takes it in; answers its place on the wheel. */
  Wheel.Place<Connection> add(Connection connection) {
    crews.get(connection.loop()).all().add(connection);
    counters.sockets.increment();
    return watch(connection);
  }

  /** From now on it is looked at when its next deadline, as it stands now, has come. */
  Wheel.Place<Connection> watch(Connection connection) {
    return crews.get(connection.loop()).wheel().add(connection, connection.due());
  }

  void remove(Connection connection) {
    crews.get(connection.loop()).all().remove(connection);
    counters.sockets.decrement();
  }

  /** Looks after heartbeats and expiry of those whose time has come. */
  public void tick() {
    crews.forEach((loop, crew) -> loop.execute(() -> turn(crew.wheel())));
  }

  private void turn(Wheel<Connection> wheel) {
    long nanos = System.nanoTime();
    wheel.turn(nanos, connection -> connection.tick(nanos));
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

  /** Whether this node holds as many sockets as it may. */
  boolean isFull() {
    return counters.sockets.sum() >= config.maxSockets();
  }

  /** Whether nobody is connected. */
  public boolean isEmpty() {
    return counters.sockets.sum() <= 0;
  }

  /** Tells all to come back elsewhere, each at its own moment within this time. */
  public void drain(Duration within) {
    each(
        connection -> {
          long wait = ThreadLocalRandom.current().nextLong(within.toMillis() + 1);
          Runnable end = () -> connection.close(CloseCode.DRAINING);
          connection.loop().after(Duration.ofMillis(wait), end);
        });
  }

  /** Of thousands some at a time. */
  private void each(Consumer<Connection> action) {
    crews.forEach((loop, crew) -> loop.execute(() -> each(crew, action)));
  }

  private static void each(Crew crew, Consumer<Connection> action) {
    for (Connection one : List.copyOf(crew.all())) {
      crew.others().execute(() -> action.accept(one));
    }
  }
}
