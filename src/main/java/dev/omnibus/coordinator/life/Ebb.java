package dev.omnibus.coordinator.life;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Waits until nothing is under way at a unit any more, or until that took too long. Nothing counts
 * as nothing when it is so twice: a node hears a moment later than another that no more may come.
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
   * @param closing has the owner take no more
   */
  Future<String> drained(String unit, Supplier<Future<JsonObject>> closing) {
    return steps.step(
        "drain",
        unit,
        () -> closing.get().compose(held -> look(unit, System.nanoTime() + limit.toNanos(), false)),
        said -> said);
  }

  /** The same for as long as an operation takes, and no longer, whatever becomes of its node. */
  Future<String> drainedForNow(String unit, String why) {
    return drained(unit, () -> owner.hold(unit, why, limit.plus(owner.longest())));
  }

  private Future<String> look(String unit, long end, boolean once) {
    if (limit.isZero()) {
      return Future.succeededFuture("what is under way is not waited for");
    }
    return means
        .traffic()
        .calls(unit)
        .compose(
            calls -> {
              if (calls == 0 && once) {
                return Future.succeededFuture("nothing is under way");
              }
              return System.nanoTime() >= end
                  ? Future.succeededFuture(late(calls))
                  : means.vertx().timer(LOOK_MS).compose(later -> look(unit, end, calls == 0));
            });
  }

  private String late(int calls) {
    String what = calls < 0 ? "not every node said what is" : calls + " calls are still";
    return what + " under way after " + limit.toMillis() + " ms";
  }
}
