package dev.omnibus.gateway.desk;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.BusException;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.LastKnown;
import dev.omnibus.gateway.plane.Mishap;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What a server has for a caller, all pages of it; what it last said, with its age, when it does
 * not answer in time or at all.
 */
final class Lists {

  private static final int MOST_PAGES = 100;
  private static final int MOST_ITEMS = 10_000;

  private final Vertx vertx;
  private final LastKnown lastKnown;
  private final Duration patience;

  Lists(Vertx vertx, LastKnown lastKnown, Duration patience) {
    this.vertx = vertx;
    this.lastKnown = lastKnown;
    this.patience = patience;
  }

  /** {@code {"tools":[..]}}, with {@code _meta} when it is not the server's word of now. */
  Future<JsonObject> all(Seat seat, Listed listed) {
    Promise<JsonObject> answer = Promise.promise();
    long late = vertx.setTimer(patience.toMillis(), id -> known(seat, listed, answer));
    seat.way()
        .compose(
            way ->
                Seat.offers(way, capability(listed))
                    ? page(seat, listed, new JsonArray(), null, 1)
                    : Future.succeededFuture(new JsonArray()))
        .map(items -> new JsonObject().put(listed.key(), items))
        .recover(cause -> remembered(seat, listed, cause))
        .onComplete(
            done -> {
              vertx.cancelTimer(late);
              if (done.succeeded()) {
                answer.tryComplete(done.result());
              } else {
                answer.tryFail(done.cause());
              }
            });
    return answer.future();
  }

  private static String capability(Listed listed) {
    return switch (listed) {
      case TOOLS -> "tools";
      case PROMPTS -> "prompts";
      case RESOURCES, TEMPLATES -> "resources";
    };
  }

  private Future<JsonArray> page(
      Seat seat, Listed listed, JsonArray items, String cursor, int number) {
    JsonObject params = cursor == null ? new JsonObject() : new JsonObject().put("cursor", cursor);
    return seat.ask(listed.method(), params)
        .compose(
            result -> {
              listed.items(result).forEach(items::add);
              refuseIfLong(items);
              String next = result.getValue("nextCursor") instanceof String text ? text : null;
              boolean more =
                  next != null
                      && !next.equals(cursor)
                      && number < MOST_PAGES
                      && items.size() < MOST_ITEMS;
              return more
                  ? page(seat, listed, items, next, number + 1)
                  : Future.succeededFuture(items);
            });
  }

  private static void refuseIfLong(JsonArray items) {
    if (items.encode().length() > Results.MOST_CHARS) {
      throw Results.tooLarge();
    }
  }

  private Future<JsonObject> remembered(Seat seat, Listed listed, Throwable cause) {
    JsonObject known = known(seat, listed);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return Future.failedFuture(
        cause instanceof BusException ? cause : Verdict.of(mishap(cause)).failure());
  }

  private static Mishap mishap(Throwable cause) {
    return new Mishap(cause, false);
  }

  private void known(Seat seat, Listed listed, Promise<JsonObject> answer) {
    JsonObject known = known(seat, listed);
    if (known != null) {
      answer.tryComplete(known);
    }
  }

  private JsonObject known(Seat seat, Listed listed) {
    Caller caller = seat.guest().caller();
    Envelope asked =
        Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + listed.method() + "\"}");
    return lastKnown
        .answer(caller, Era.LEGACY, seat.guest().server(), asked)
        .map(reply -> Results.fitting(reply.raw("result")))
        .orElse(null);
  }
}
