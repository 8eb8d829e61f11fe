package dev.omnibus.gateway.desk;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.model.Severity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The resources that users want to hear of, each for a while: who still wants to says so again. The
 * event names the subscription and not the resource, so that it tells nothing to others. It lives
 * on the desk's loop.
 */
final class Follows {

  static final Duration LEASE = Duration.ofSeconds(60);

  private static final int MOST_OF_ONE = 100;
  private static final int MOST = 1_000;
  private static final long AGAIN_MILLIS = 1_000;
  private static final String UPDATED = "notifications/resources/updated";

  private record Key(String user, Set<String> roles, String server, String uri) {
    static Key of(Caller caller, String server, String uri) {
      return new Key(caller.user(), caller.roles(), server, uri);
    }
  }

  private static final class Follow {
    final String id;
    final Seat seat;
    final Caller caller;
    final String uri;
    long until;

    Follow(String id, Seat seat, Caller caller, String uri) {
      this.id = id;
      this.seat = seat;
      this.caller = caller;
      this.uri = uri;
    }
  }

  private final Vertx vertx;
  private final Bus bus;
  private final Visitors visitors;
  private final Map<Key, Follow> follows = new LinkedHashMap<>();

  Follows(Vertx vertx, Bus bus, Visitors visitors) {
    this.vertx = vertx;
    this.bus = bus;
    this.visitors = visitors;
  }

  /** {@code {"subscription":"s..","leaseMs":60000}}; said again it lasts longer. */
  Future<JsonObject> follow(Caller caller, Seat seat, String uri) {
    Key key = Key.of(caller, seat.guest().server(), uri);
    Follow known = follows.get(key);
    if (known != null && known.seat == seat) {
      return Future.succeededFuture(leased(known));
    }
    long his = follows.keySet().stream().filter(k -> k.user().equals(caller.user())).count();
    if (his >= MOST_OF_ONE || follows.size() >= MOST) {
      throw Failure.LIMITED.because("too many resources are subscribed to");
    }
    hear(seat);
    return seat.ask("resources/subscribe", new JsonObject().put("uri", uri))
        .map(done -> leased(follows.computeIfAbsent(key, young -> young(seat, caller, uri))));
  }

  private Follow young(Seat seat, Caller caller, String uri) {
    seat.hold(true);
    return new Follow(RunId.fresh(bus.node()), seat, caller, uri);
  }

  private static JsonObject leased(Follow follow) {
    follow.until = System.nanoTime() + LEASE.toNanos();
    return new JsonObject().put("subscription", follow.id).put("leaseMs", LEASE.toMillis());
  }

  /** {@code {"ended":true}}; false when there was none. */
  Future<JsonObject> unfollow(Caller caller, String server, String uri) {
    Follow known = follows.remove(Key.of(caller, server, uri));
    if (known != null) {
      end(known);
    }
    return Future.succeededFuture(new JsonObject().put("ended", known != null));
  }

  private void end(Follow follow) {
    if (of(follow.seat).isEmpty()) {
      follow.seat.hold(false);
    }
    if (!follow.seat.isClosed()) {
      follow.seat.ask("resources/unsubscribe", new JsonObject().put("uri", follow.uri));
    }
  }

  private List<Follow> of(Seat seat) {
    return follows.values().stream().filter(follow -> follow.seat == seat).toList();
  }

  private void hear(Seat seat) {
    seat.hear(message -> said(seat, message), way -> renew(seat, way), () -> again(seat));
  }

  /** A resource may stand for what is below it. */
  private void said(Seat seat, Envelope message) {
    String uri = UPDATED.equals(message.method()) ? message.text("params", "uri") : null;
    if (uri != null) {
      of(seat).stream()
          .filter(follow -> uri.equals(follow.uri) || uri.startsWith(follow.uri + "/"))
          .forEach(this::tell);
    }
  }

  private void tell(Follow follow) {
    JsonObject data =
        new JsonObject().put("server", follow.seat.guest().server()).put("subscription", follow.id);
    bus.publish(
        Addresses.EVENT_RESOURCE_UPDATED, "mcp_resource_updated", Severity.INFO.word(), data);
  }

  /** On a young way all is said again; what happened meanwhile nobody knows. */
  private Future<?> renew(Seat seat, Way way) {
    List<Follow> all = of(seat);
    return Future.join(
            all.stream()
                .map(
                    follow ->
                        seat.say(
                            way, "resources/subscribe", new JsonObject().put("uri", follow.uri)))
                .toList())
        .onSuccess(done -> all.forEach(this::tell));
  }

  private void again(Seat seat) {
    vertx.setTimer(
        AGAIN_MILLIS,
        id -> {
          if (!seat.isClosed() && !of(seat).isEmpty()) {
            seat.way().onFailure(still -> again(seat));
          }
        });
  }

  /** Ends what nobody wants any more, and what is not allowed any more. */
  void look(long now) {
    List<Map.Entry<Key, Follow>> over =
        follows.entrySet().stream()
            .filter(e -> e.getValue().until - now < 0 || !may(e.getValue()))
            .toList();
    over.forEach(entry -> follows.remove(entry.getKey()));
    over.forEach(entry -> end(entry.getValue()));
  }

  private boolean may(Follow follow) {
    return !follow.seat.isClosed()
        && visitors.uses(follow.caller, follow.seat.guest().server(), Listed.RESOURCES, follow.uri);
  }
}
