package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Failure;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.Wish;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What the owners of one server's units are told while an order is carried out: the words that
 * {@code Control} understands, each with its deadline.
 */
final class Owner {

  /** The one word that may not be said twice: nobody knows what a tool does. */
  static final String CANARY = "canary";

  /** How long an owner may take for what costs it nothing. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private static final Duration LISTING = Duration.ofSeconds(15);

  private final Means means;
  private final JsonObject caller;
  private final Duration start;
  private final Duration stop;

  Owner(Means means, JsonObject caller) {
    this.means = means;
    this.caller = caller;
    this.start = means.times().connectTimeout().plus(SOON);
    this.stop = means.times().stopTimeout().plus(SOON);
  }

  /** How long it takes at most from the first word to the last, without the calls under way. */
  Duration longest() {
    return start.plus(stop).plus(LISTING).plus(LISTING).plus(LISTING);
  }

  /** The wish is known to it. */
  Future<JsonObject> heed(String unit, Wish wish) {
    return ask(unit, word("heed", wish), SOON);
  }

  /** It takes no new calls for so long at most. */
  Future<JsonObject> hold(String unit, String why, Duration limit) {
    return ask(unit, word("hold", null).put("why", why).put("leaseMs", limit.toMillis()), SOON);
  }

  /** A new definition waits there until it has to settle by it, for so long at most. */
  Future<JsonObject> stay(String unit, Duration limit) {
    return ask(unit, word("stay", null).put("leaseMs", limit.toMillis()), SOON);
  }

  /** It takes calls again, if nobody wants it not to. */
  Future<JsonObject> free(String unit) {
    return ask(unit, word("free", null), SOON);
  }

  /** It runs not any more; with a wish it stays so. */
  Future<JsonObject> stop(String unit, Wish wish) {
    return ask(unit, word("stop", wish), stop);
  }

  /** It runs and has a session; fails with why it has not. */
  Future<JsonObject> start(String unit, Wish wish) {
    return ask(unit, word("start", wish), start);
  }

  /** The same by this definition, which may still be on its way to the owner. */
  Future<JsonObject> settle(ServerSpec spec) {
    return ask(spec.name(), word("settle", null).put("spec", Definition.print(spec)), start);
  }

  /** It rests, by the definition that is on its way. */
  Future<JsonObject> rest(ServerSpec spec) {
    return ask(spec.name(), word("rest", null).put("spec", Definition.print(spec)), stop);
  }

  /** What it lists now. */
  Future<Offer> offer(String unit) {
    return ask(unit, word("offer", null), LISTING)
        .map(answer -> Offer.of(answer.getJsonArray("tools")));
  }

  /** Calls a tool; a result with {@code isError} is a failure here. */
  Future<String> canary(String unit, JsonObject call) {
    return ask(unit, word(CANARY, null).put("call", call), LISTING)
        .compose(
            answer ->
                answer.getBoolean("isError", false)
                    ? Future.failedFuture(
                        Failure.UPSTREAM.because("the canary call came back with an error"))
                    : Future.succeededFuture("canary " + call.getString("name") + " answered"));
  }

  private Future<JsonObject> ask(String unit, JsonObject body, Duration limit) {
    return means.hand().ask(unit, body, caller, limit);
  }

  private static JsonObject word(String word, Wish wish) {
    JsonObject body = new JsonObject().put("do", word);
    return wish == null ? body : body.put("wish", wish.toJson());
  }
}
