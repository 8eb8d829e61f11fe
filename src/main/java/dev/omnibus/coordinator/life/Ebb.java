package dev.omnibus.coordinator.life;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Waits until nothing is under way at a unit any more, or until that took too long. Nothing counts
 * as nothing once every node says that it sends no more there, and when it is so twice: what a node
 * lets in at the moment when it hears of it is still to come.
 */
final class Ebb {

  private static final long LOOK_MS = 100;

  private final Means means;
  private final Steps steps;
  private final Owner owner;
  private final Duration limit;

  Ebb(Means means, Steps steps, Owner owner, Duration limit) {
    this.means = means;
    this.steps = steps;
    this.owner = owner;
    this.limit = limit;
  }

  Duration limit() {
    return limit;
  }

  /**
   * @param closing has the owner take no more; whether anything runs there is its answer's {@code
   *     takes}, and nodes are told only of what does
   */
  Future<String> drained(String unit, Supplier<Future<JsonObject>> closing) {
    return steps.step(
        "drain",
        unit,
        () ->
            closing
                .get()
                .compose(held -> look(unit, held, System.nanoTime() + limit.toNanos(), false)),
        said -> said);
  }

  /** The same for as long as an operation takes, and no longer, whatever becomes of its node. */
  Future<String> drainedForNow(String unit, String why) {
    return drained(unit, () -> owner.hold(unit, why, limit.plus(owner.longest())));
  }

  private Future<String> look(String unit, JsonObject held, long end, boolean once) {
    if (limit.isZero()) {
      return Future.succeededFuture("what is under way is not waited for");
    }
    return means
        .traffic()
        .at(unit)
        .compose(
            flow -> {
              boolean told = flow.rests() || !held.getBoolean("takes", false);
              boolean none = flow.calls() == 0 && flow.allSaid() && told;
              if (none && once) {
                return Future.succeededFuture("nothing is under way");
              }
              return System.nanoTime() >= end
                  ? Future.succeededFuture(late(flow))
                  : means.vertx().timer(LOOK_MS).compose(later -> look(unit, held, end, none));
            });
  }

  private String late(Traffic.Flow flow) {
    String after = " after " + limit.toMillis() + " ms";
    if (!flow.allSaid()) {
      return "not every node said what is under way" + after;
    }
    return flow.calls() > 0
        ? flow.calls() + " calls are still under way" + after
        : "not every node has heard that it takes no calls" + after;
  }
}
