package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Failure;
import dev.omnibus.model.Wish;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is done to a server by a change of its entry in {@code servers.json}: the change takes the
 * way of every change of the configuration, with a version and a diff, to all nodes.
 */
record Edit(
    Means means, Order order, Steps steps, Owner owner, Ebb ebb, Verification verification) {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  Future<String> enable() {
    return change("enable", new JsonObject().put("enabled", true))
        .compose(done -> each(this::started));
  }

  private Future<?> started(String unit) {
    return means.wishes().of(unit).word() == Wish.Word.STOP
        ? Future.succeededFuture("enabled; it stays stopped until it is started")
        : steps.step("start", unit, () -> owner.settle(Course.spec(means, unit)), Course::link);
  }

  Future<String> disable() {
    String why = "disabled by " + steps.actor();
    boolean enabled = means.config().servers().get(server()).enabled();
    return (enabled ? each(unit -> ebb.drainedForNow(unit, why)) : Future.succeededFuture(""))
        .compose(idle -> change("disable", new JsonObject().put("enabled", false)))
        .compose(done -> each(unit -> owner.rest(Course.spec(means, unit))))
        .map("disabled in the configuration")
        .eventually(() -> each(owner::free).otherwiseEmpty());
  }

  /** The new definition in the place of the old one, and the old one back when it is no good. */
  Future<String> redefine() {
    return offers()
        .compose(
            before ->
                each(unit -> ebb.drainedForNow(unit, "a new definition by " + steps.actor()))
                    .compose(idle -> defined())
                    .compose(
                        versions ->
                            settledAndVerified(before)
                                .recover(why -> rollBack(versions.getLong("before"), why))))
        .eventually(() -> each(owner::free).otherwiseEmpty());
  }

  /** The new definition is in force; {@code {"version","before"}}. */
  Future<JsonObject> defined() {
    return change("define", new JsonObject().put("definition", order.definition()));
  }

  private Future<Map<String, Offer>> offers() {
    Map<String, Offer> all = new TreeMap<>();
    return each(unit -> verification.before(unit).onSuccess(offer -> put(all, unit, offer)))
        .map(all);
  }

  private static void put(Map<String, Offer> all, String unit, Offer offer) {
    if (offer != null) {
      all.put(unit, offer);
    }
  }

  private Future<String> settledAndVerified(Map<String, Offer> before) {
    Offer any = before.values().stream().findFirst().orElse(null);
    return each(
        unit ->
            steps
                .step("start", unit, () -> owner.settle(Course.spec(means, unit)), Course::link)
                .compose(up -> verification.of(unit, before.getOrDefault(unit, any))));
  }

  /** Back to the definition of another version; that the new one is no good is the end of it. */
  private Future<String> rollBack(long version, Throwable why) {
    return rollBack(version, why, () -> each(unit -> owner.settle(Course.spec(means, unit))));
  }

  /**
   * @param settle has all run by the old one
   */
  Future<String> rollBack(long version, Throwable why, Supplier<Future<?>> settle) {
    String said = "the new definition is no good (" + why.getMessage() + ")";
    return change("rollback", new JsonObject().put("asOf", version))
        .compose(done -> settle.get())
        .transform(
            done ->
                Future.failedFuture(
                    Failure.UPSTREAM.because(
                        done.succeeded()
                            ? said + "; the old one is in force again, and the server runs by it"
                            : said
                                + "; going back to the old one failed too: "
                                + done.cause().getMessage())));
  }

  /** A reload by the definition in force failed: the one before it, if it had another. */
  Future<String> rollBackToBefore(Throwable why) {
    JsonObject ask = new JsonObject().put("server", server());
    return means
        .bus()
        .askNode(means.bus().node(), Addresses.CONFIG_BEFORE, ask, null, LIMIT)
        .compose(
            found -> rollBack(found.getLong("version"), why), none -> Future.failedFuture(why));
  }

  private Future<JsonObject> change(String step, JsonObject change) {
    JsonObject body = change.put("server", server()).put("by", steps.actor());
    return steps.step(
        step,
        server(),
        () -> means.bus().askNode(means.bus().node(), Addresses.CONFIG_EDIT, body, null, LIMIT),
        done -> "version " + done.getLong("version") + " of servers.json");
  }

  /** The units of now: a new definition may have others than the old one. */
  private Future<String> each(Function<String, Future<?>> what) {
    return Outcome.of(Choice.units(Course.spec(means, server())), what);
  }

  private String server() {
    return steps.server();
  }
}
