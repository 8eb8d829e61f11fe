package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Failure;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.Wish;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** One order on its way at one server, step after step. Fails with what went wrong. */
final class Course {

  private final Means means;
  private final Order order;
  private final Steps steps;
  private final Owner owner;
  private final Ebb ebb;
  private final Renewal renewal;
  private final Edit edit;
  private final InTurn inTurn;
  private final String server;

  Course(Means means, Order order, Steps steps, JsonObject caller) {
    this.means = means;
    this.order = order;
    this.steps = steps;
    this.server = steps.server();
    this.owner = new Owner(means, caller);
    Duration drain = order.drain() == null ? means.times().drain() : order.drain();
    this.ebb = new Ebb(means, steps, owner, drain);
    Verification verification = new Verification(steps, owner, order);
    this.renewal = new Renewal(means, order, steps, owner, ebb, verification);
    this.edit = new Edit(means, order, steps, owner, ebb, verification);
    this.inTurn = new InTurn(means, order, steps, owner, ebb, renewal, edit);
  }

  /** Completes with what there is to say of the end. */
  Future<String> run() {
    return switch (order.act()) {
      case START ->
          wish(Wish.Word.RUN, Duration.ZERO).compose(wish -> together(unit -> start(unit, wish)));
      case STOP -> stop();
      case RESTART ->
          wish(Wish.Word.RUN, Duration.ZERO).compose(wish -> renewal.inTurn(units(), wish));
      case RELOAD -> reload();
      case DRAIN -> drain();
      case UNDRAIN ->
          wish(Wish.Word.RUN, Duration.ZERO).compose(wish -> together(unit -> undrain(unit, wish)));
      case ENABLE -> edit.enable();
      case DISABLE -> edit.disable();
    };
  }

  private Future<String> start(String unit, Wish wish) {
    return steps.step("start", unit, () -> owner.start(unit, wish).map(Course::link), said -> said);
  }

  /** The wish goes first, with the time that calls have: it holds whoever dies now. */
  private Future<String> stop() {
    return wish(Wish.Word.STOP, ebb.limit()).compose(wish -> together(unit -> stop(unit, wish)));
  }

  private Future<String> stop(String unit, Wish wish) {
    return ebb.drained(unit, () -> owner.heed(unit, wish))
        .compose(
            idle ->
                steps.step(
                    "stop", unit, () -> owner.stop(unit, wish).map("not running"), said -> said));
  }

  private Future<String> drain() {
    return wish(Wish.Word.DRAIN, Duration.ZERO)
        .compose(wish -> together(unit -> ebb.drained(unit, () -> owner.heed(unit, wish))));
  }

  private Future<String> undrain(String unit, Wish wish) {
    return steps.step(
        "undrain", unit, () -> owner.heed(unit, wish).map("takes calls again"), said -> said);
  }

  private Future<String> reload() {
    if (order.definition() != null) {
      return inTurn.suits() ? inTurn.redefine() : edit.redefine();
    }
    return wish(Wish.Word.RUN, Duration.ZERO)
        .compose(wish -> renewal.inTurn(units(), wish))
        .recover(edit::rollBackToBefore);
  }

  private Future<Wish> wish(Wish.Word word, Duration grace) {
    String target = order.replica() == null ? server : Replica.name(server, order.replica());
    return means.wishes().put(target, word, steps.actor(), order.reason(), grace);
  }

  private List<String> units() {
    return means.choice().units(order, server);
  }

  /** All units at once; what each came to is said, and one that failed makes it a failure. */
  private Future<String> together(Function<String, Future<?>> what) {
    List<String> units = units();
    if (units.isEmpty()) {
      return Future.failedFuture(Failure.NOT_FOUND.because("there is no server " + server));
    }
    return Outcome.of(units, what);
  }

  static String link(JsonObject answer) {
    Long pid = answer.getLong("pid");
    return "a session is open" + (pid == null ? "" : ", process " + pid);
  }

  /** A definition as it stands now; it may have left meanwhile. */
  static ServerSpec spec(Means means, String unit) {
    ServerSpec spec = means.config().owned().get(unit);
    if (spec == null) {
      throw Failure.NOT_FOUND.because("there is no server " + unit + " any more");
    }
    return spec;
  }
}
