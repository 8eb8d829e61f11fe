package dev.omnibus.gateway.desk;

import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.plane.Doors;
import dev.omnibus.gateway.plane.Guest;
import dev.omnibus.gateway.plane.Reach;
import dev.omnibus.gateway.way.Then;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One user at one server: the way that all of the user's requests share, opened when it is needed.
 * It lives on the desk's loop.
 */
final class Seat {

  private final Vertx vertx;
  private final Doors doors;
  private final Guest guest;
  private final Duration deadline;
  private final Reach reach;
  private final Set<Errand> errands = new LinkedHashSet<>();
  private Consumer<Envelope> ear = message -> {};
  private Runnable lost = () -> {};
  private Function<Way, Future<?>> first = way -> Future.succeededFuture();
  private long ids;
  private long used = System.nanoTime();
  private boolean held;
  private boolean closed;

  Seat(Vertx vertx, Doors doors, Guest guest, Duration deadline) {
    this.vertx = vertx;
    this.doors = doors;
    this.guest = guest;
    this.deadline = deadline;
    this.reach = new Reach(() -> doors.open(guest), this::prepared, () -> lost.run());
  }

  Guest guest() {
    return guest;
  }

  Duration deadline() {
    return deadline;
  }

  Future<Way> way() {
    return reach.way();
  }

  /** Whether the server was there once, so that it is worth waiting for the next way. */
  boolean isProven() {
    return !closed && reach.isProven();
  }

  long later(long millis, Runnable task) {
    return vertx.setTimer(millis, id -> task.run());
  }

  void notLater(long timer) {
    vertx.cancelTimer(timer);
  }

  private Future<Way> prepared(Way way) {
    way.onMessage(this::said);
    return logging(way).compose(done -> first.apply(way)).map(way);
  }

  /** What a server logs is wanted; one that does not log, or says no, is as good. */
  private Future<?> logging(Way way) {
    return offers(way, "logging")
        ? say(way, "logging/setLevel", new JsonObject().put("level", "info"))
        : Future.succeededFuture();
  }

  /** Says something on a young way; completes when it is answered, whatever the answer. */
  Future<Void> say(Way way, String method, JsonObject params) {
    Promise<Void> done = Promise.promise();
    way.request(message(++ids, method, params), new Then(done::tryComplete), deadline);
    return done.future();
  }

  static boolean offers(Way way, String capability) {
    return way.described().getValue("capabilities") instanceof JsonObject all
        && all.containsKey(capability);
  }

  private void said(Envelope message) {
    if ("notifications/message".equals(message.method())) {
      List.copyOf(errands).forEach(errand -> errand.overheard(message));
    }
    ear.accept(message);
  }

  /**
   * Hears what is on nobody's account, for as long as it is held.
   *
   * @param first what to say on each young way
   * @param lost told when an open way is over
   */
  void hear(Consumer<Envelope> ear, Function<Way, Future<?>> first, Runnable lost) {
    this.ear = ear;
    this.first = first;
    this.lost = lost;
  }

  /** Whether it has to stay though nothing is under way. */
  void hold(boolean now) {
    held = now;
    used = System.nanoTime();
  }

  /** Sends a request of this user. */
  Errand send(String method, JsonObject params, Errand.Sender sender) {
    used = System.nanoTime();
    long id = ++ids;
    JsonObject dressed =
        params
            .copy()
            .put(
                "_meta",
                params
                    .getJsonObject("_meta", new JsonObject())
                    .copy()
                    .put("progressToken", "desk-" + id));
    return new Errand(this, message(id, method, dressed), sender).start();
  }

  private static Envelope message(long id, String method, JsonObject params) {
    return Envelope.of(
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", id)
            .put("method", method)
            .put("params", params)
            .encode());
  }

  /** The same for who only wants the result. Fails with a {@link dev.omnibus.bus.BusException}. */
  Future<JsonObject> ask(String method, JsonObject params) {
    Plain plain = new Plain();
    send(method, params, plain);
    return plain.result();
  }

  void began(Errand errand) {
    errands.add(errand);
  }

  void ended(Errand errand) {
    errands.remove(errand);
    used = System.nanoTime();
  }

  boolean isIdle(long now, Duration idle) {
    return !held && errands.isEmpty() && now - used > idle.toNanos();
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * @param last whether the user has no other seat at this server
   */
  Future<Void> close(boolean last) {
    closed = true;
    List.copyOf(errands)
        .forEach(errand -> errand.failed(Failure.UNAVAILABLE.because("the seat is closed"), true));
    return reach
        .close()
        .onComplete(
            done -> {
              if (last) {
                doors.ended(guest);
              }
            });
  }
}
