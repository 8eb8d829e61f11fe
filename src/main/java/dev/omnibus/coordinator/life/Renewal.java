package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Failure;
import dev.omnibus.model.ServerStatus;
import dev.omnibus.model.Wish;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/**
 * Replicas made anew one after the other: no new calls, the old ones at their end, made anew,
 * verify, calls again, and the next one when this one serves. One that fails ends it: the others
 * stay as they are.
 */
record Renewal(
    Means means, Order order, Steps steps, Owner owner, Ebb ebb, Verification verification) {

  private static final long LOOK_MS = 100;

  /** How long one may take to serve again before the next one is taken out. */
  private static final long SERVES_MS = 20_000;

  /** What it is to make one anew, and why that is done. */
  private record Task(String why, Function<String, Future<JsonObject>> anew) {}

  /** Each is stopped and started. */
  Future<String> inTurn(List<String> units, Wish wish) {
    return inTurn(units, wish.said(order.act().word()), unit -> anew(unit, wish));
  }

  /**
   * @param anew has one run anew, in whatever way
   */
  Future<String> inTurn(List<String> units, String why, Function<String, Future<JsonObject>> anew) {
    return inTurn(units, 0, new Task(why, anew), "nothing to do");
  }

  private Future<String> inTurn(List<String> units, int at, Task task, String said) {
    if (at == units.size()) {
      return Future.succeededFuture(at > 1 ? "all " + at + " replicas; " + said : said);
    }
    String unit = units.get(at);
    boolean more = at + 1 < units.size();
    return one(unit, task)
        .compose(done -> more ? serving(unit, deadline()).map(done) : Future.succeededFuture(done))
        .compose(
            done -> inTurn(units, at + 1, task, done),
            why -> Future.failedFuture(units.size() == 1 ? why : ended(units, at, why)));
  }

  private static Throwable ended(List<String> units, int at, Throwable why) {
    return Failure.UPSTREAM.because(
        units.get(at)
            + ": "
            + why.getMessage()
            + "; "
            + at
            + " of "
            + units.size()
            + " replicas are new, the others were left alone");
  }

  private Future<String> one(String unit, Task task) {
    return verification
        .before(unit)
        .compose(before -> ebb.drainedForNow(unit, task.why()).map(before))
        .compose(before -> task.anew().apply(unit).compose(up -> verification.of(unit, before)))
        .transform(
            done ->
                steps
                    .step("undrain", unit, () -> owner.free(unit), free -> "takes calls again")
                    .transform(
                        freed ->
                            done.failed()
                                ? Future.failedFuture(done.cause())
                                : freed.failed()
                                    ? Future.failedFuture(freed.cause())
                                    : Future.succeededFuture(done.result())));
  }

  private Future<JsonObject> anew(String unit, Wish wish) {
    return steps
        .step("stop", unit, () -> owner.stop(unit, null), done -> "not running")
        .compose(stopped -> steps.step("start", unit, () -> owner.start(unit, wish), Course::link));
  }

  private static long deadline() {
    return System.nanoTime() + SERVES_MS * 1_000_000;
  }

  private Future<Void> serving(String unit, long end) {
    boolean serves =
        means.board().of(unit).map(ServerStatus::state).filter(s -> s.serves()).isPresent();
    if (serves) {
      return Future.succeededFuture();
    }
    return System.nanoTime() >= end
        ? Future.failedFuture(Failure.TIMEOUT.because("it does not serve again"))
        : means.vertx().timer(LOOK_MS).compose(later -> serving(unit, end));
  }
}
