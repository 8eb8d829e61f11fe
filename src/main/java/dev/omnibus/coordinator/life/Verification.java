package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Failure;
import io.vertx.core.Future;

/** Whether a unit that was started is what it was: its tools, and one call if that is wished. */
final class Verification {

  private final Steps steps;
  private final Owner owner;
  private final Order order;

  Verification(Steps steps, Owner owner, Order order) {
    this.steps = steps;
    this.owner = owner;
    this.order = order;
  }

  /** What it lists before anything is done; null when it does not say. */
  Future<Offer> before(String unit) {
    return owner.offer(unit).otherwise((Offer) null);
  }

  /**
   * @param before null when that is not known
   */
  Future<String> of(String unit, Offer before) {
    return steps
        .step("verify", unit, () -> owner.offer(unit).compose(now -> judge(now, before)), s -> s)
        .compose(
            said ->
                order.canary() == null
                    ? Future.succeededFuture(said)
                    : steps
                        .step("canary", unit, () -> owner.canary(unit, order.canary()), s -> s)
                        .map(said));
  }

  private Future<String> judge(Offer now, Offer before) {
    String words = now.compared(before);
    boolean misses = before != null && !now.missing(before).isEmpty() && !order.acceptMissing();
    return misses
        ? Future.failedFuture(
            Failure.UPSTREAM.because(words + " (\"missingTools\":\"accept\" takes that)"))
        : Future.succeededFuture(words);
  }
}
