package dev.omnibus.coordinator.life;

import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A new definition that replicas take one after the other. It is in force at once, but each owner
 * keeps it back until it is the turn of its replica. The first that is no good by it ends it, and
 * those that took it go back, again one after the other; the others never changed.
 */
record InTurn(
    Means means, Order order, Steps steps, Owner owner, Ebb ebb, Renewal renewal, Edit edit) {

  /** Whether there are several of it, and will be, with a process each to take turns. */
  boolean suits() {
    return isSeveral(Course.spec(means, server())) && isSeveral(young());
  }

  private static boolean isSeveral(ServerSpec spec) {
    return spec != null && spec.isGroup() && spec.hasProcess();
  }

  /** Null when it is none; the configuration says better why. */
  private ServerSpec young() {
    try {
      return ServerSpec.fromJson(server(), order.definition());
    } catch (RuntimeException broken) {
      return null;
    }
  }

  Future<String> redefine() {
    List<String> old = Choice.units(Course.spec(means, server()));
    List<String> leaving = new ArrayList<>(old);
    leaving.removeAll(Choice.units(young()));
    String why = "a new definition by " + steps.actor();
    Deque<String> taken = new ArrayDeque<>();
    return Outcome.of(leaving, unit -> ebb.drainedForNow(unit, why))
        .compose(idle -> stay(old))
        .compose(kept -> edit.defined())
        .compose(
            versions ->
                renewal
                    .inTurn(units(), why, unit -> take(unit, taken))
                    .recover(bad -> back(versions.getLong("before"), bad, taken)))
        .eventually(() -> freed(old).otherwiseEmpty());
  }

  private Future<?> stay(List<String> units) {
    return Outcome.of(
        units,
        unit -> owner.stay(unit, ebb.limit().plus(owner.longest()).multipliedBy(units.size())));
  }

  private Future<JsonObject> take(String unit, Deque<String> taken) {
    taken.push(unit);
    return steps.step("start", unit, () -> owner.settle(Course.spec(means, unit)), Course::link);
  }

  /** The last one first: it is the one that is no good. */
  private Future<String> back(long version, Throwable why, Deque<String> taken) {
    List<String> again = List.copyOf(taken);
    return stay(again).compose(kept -> edit.rollBack(version, why, () -> settled(taken)));
  }

  private Future<?> settled(Deque<String> taken) {
    String unit = taken.poll();
    return unit == null
        ? Future.succeededFuture()
        : ebb.drainedForNow(unit, "back to the old definition")
            .compose(idle -> owner.settle(Course.spec(means, unit)))
            .eventually(() -> owner.free(unit).otherwiseEmpty())
            .compose(back -> settled(taken));
  }

  /** The units of now: a new definition may have others than the old one. */
  private List<String> units() {
    return Choice.units(Course.spec(means, server()));
  }

  /** Those that are still there; the server may have left meanwhile. */
  private Future<String> freed(List<String> old) {
    List<String> left = old.stream().filter(means.config().owned()::containsKey).toList();
    return Outcome.of(left, owner::free);
  }

  private String server() {
    return steps.server();
  }
}
