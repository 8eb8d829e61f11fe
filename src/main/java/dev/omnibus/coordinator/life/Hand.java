package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Owners;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Has one thing done to a server by whoever owns it. When that node dies, or the server changes
 * hands meanwhile, the next owner is asked: all but a canary may be done twice.
 */
final class Hand {

  private static final long PAUSE_MS = 200;

  /** Beyond what the owner itself waits, so that its own answer comes first. */
  private static final Duration WAY = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Bus bus;
  private final Owners owners;
  private final Map<Promise<JsonObject>, NodeId> pending = new HashMap<>();

  /** To be made on the context that it is used on. */
  Hand(Vertx vertx, Bus bus, Owners owners) {
    this.vertx = vertx;
    this.bus = bus;
    this.owners = owners;
    Context context = vertx.getOrCreateContext();
    owners.membership().onChange(live -> context.runOnContext(now -> left(live)));
  }

  /** Who waits for a node that is no more waits in vain. */
  private void left(List<NodeId> live) {
    Map.copyOf(pending)
        .forEach(
            (promise, node) -> {
              if (!live.contains(node)) {
                promise.tryFail(Failure.UNAVAILABLE.because("node " + node.name() + " left"));
              }
            });
  }

  /**
   * @param unit a server or a replica, by the name under which it is owned
   * @param body {@code {"do":"stop", ...}}, see {@code Control}
   * @param limit until when the owner shall be done with it
   */
  Future<JsonObject> ask(String unit, JsonObject body, JsonObject caller, Duration limit) {
    return attempt(unit, body, caller, System.nanoTime() + limit.plus(WAY).toNanos(), null);
  }

  private Future<JsonObject> attempt(
      String unit, JsonObject body, JsonObject caller, long end, Throwable before) {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    if (left.toMillis() <= 0) {
      return Future.failedFuture(before == null ? Failure.TIMEOUT.because(null) : before);
    }
    NodeId owner = owners.of(unit).orElse(null);
    if (owner == null) {
      return Future.failedFuture(Failure.UNAVAILABLE.because(null));
    }
    JsonObject asked =
        body.copy().put("server", unit).put("limitMs", Math.max(1, left.minus(WAY).toMillis()));
    return once(owner, asked, caller, left)
        .recover(
            why ->
                passes(why) && !Owner.CANARY.equals(body.getString("do"))
                    ? vertx.timer(PAUSE_MS).compose(again -> attempt(unit, body, caller, end, why))
                    : Future.failedFuture(why));
  }

  private Future<JsonObject> once(NodeId owner, JsonObject body, JsonObject caller, Duration left) {
    Promise<JsonObject> answer = Promise.promise();
    pending.put(answer, owner);
    bus.askNode(owner.toString(), Addresses.CONTROL, body, caller, left)
        .onSuccess(answer::tryComplete)
        .onFailure(answer::tryFail);
    return answer.future().onComplete(done -> pending.remove(answer));
  }

  /** Whether the next owner, or this one in a moment, can say more. */
  private static boolean passes(Throwable why) {
    return why instanceof BusException known && known.failure() == Failure.UNAVAILABLE;
  }
}
