package dev.omnibus.bridge;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Doorkeeper;
import dev.omnibus.bridge.socket.Mask;
import dev.omnibus.bridge.socket.SocketDoor;
import dev.omnibus.bridge.socket.SocketTrail;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In front of every socket path: first the page's origin, then the caller. What does not pass is
 * answered before anything is upgraded or delivered.
 */
final class Gate {

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final String CALLER = "omnibus.caller";

  private final Doorkeeper doorkeeper;
  private final FallbackSessions sessions;
  private final SocketTrail trail;
  private final SocketDoor door;

  Gate(Doorkeeper doorkeeper, SocketDoor door, FallbackSessions sessions, SocketTrail trail) {
    this.doorkeeper = doorkeeper;
    this.door = door;
    this.sessions = sessions;
    this.trail = trail;
  }

  /** Who stands behind a request that passed. */
  static Caller caller(RoutingContext ctx) {
    return ctx.get(CALLER);
  }

  void origin(RoutingContext ctx) {
    if (doorkeeper.originAllowed(ctx.request())) {
      ctx.next();
    } else {
      refuse(ctx, Failure.FORBIDDEN.because("origin"));
    }
  }

  /** A preflight carries no proof and gets nothing but headers; the origin was checked. */
  void callerOfSockJs(RoutingContext ctx) {
    if (XhrRoutes.isPreflight(ctx)) {
      ctx.next();
      return;
    }
    Optional<Caller> known = sessions.known(ctx.request());
    if (known.isPresent()) {
      pass(ctx, known.get());
    } else {
      caller(ctx, sessions.ownerOf(ctx.request()));
    }
  }

  void callerOf(RoutingContext ctx) {
    caller(ctx, Optional.empty());
  }

  /** Not at once: of all that come back together a loop takes in some, then looks after others. */
  private void caller(RoutingContext ctx, Optional<Caller> owner) {
    ctx.request().pause();
    door.here().execute(() -> identify(ctx, owner));
  }

  private void identify(RoutingContext ctx, Optional<Caller> owner) {
    doorkeeper
        .caller(ctx.request())
        .onSuccess(
            caller -> {
              ctx.request().resume();
              if (owner.isEmpty() || FallbackSessions.same(owner.get(), caller)) {
                pass(ctx, caller);
              } else {
                refuse(ctx, Failure.FORBIDDEN.because("the session is another caller's"));
              }
            })
        .onFailure(
            cause -> {
              ctx.request().resume();
              refuse(ctx, cause);
            });
  }

  private static String remote(RoutingContext ctx) {
    var address = ctx.request().remoteAddress();
    return address == null ? "-" : address.hostAddress();
  }

  private static void pass(RoutingContext ctx, Caller caller) {
    ctx.put(CALLER, caller);
    ctx.next();
  }

  void refuse(RoutingContext ctx, Throwable cause) {
    BusException why = Failure.behind(cause);
    trail.refused(
        caller(ctx) == null ? null : caller(ctx).user(),
        remote(ctx),
        ctx.request().path(),
        why.failure().word());
    LOG.debug(
        "refused uri={} code={} reason={}",
        Mask.uri(ctx.request().uri()),
        why.failure().code(),
        why.getMessage());
    if (why.failure() == Failure.BUG) {
      LOG.error("unforeseen uri={}", Mask.uri(ctx.request().uri()), cause);
    }
    if (ctx.response().ended()) {
      return;
    }
    JsonObject error =
        new JsonObject().put("code", why.failure().code()).put("message", why.getMessage());
    ctx.response()
        .setStatusCode(why.failure().code())
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("error", error).encode());
  }
}
