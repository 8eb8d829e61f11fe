package dev.omnibus.telemetry.clock;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.Membership;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks all nodes now and then what time it is, and tells them. A clock that seems to be wrong is
 * compared again at once: a node that starts with one has the right time before it measures
 * anything.
 */
public final class FleetClockVerticle extends VerticleBase {

  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final Duration DOUBT = Duration.ofSeconds(1);

  /** So often a node that starts compares at most, before it measures. */
  private static final int MOST = 6;

  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final Duration PEER = Duration.ofSeconds(2);

  private static final double MILLIS = 1_000;

  private final Bus bus;
  private final Membership membership;
  private final MeterRegistry meters;
  private final Clock own;
  private final FleetClock clock;

  /**
   * @param own this node's own clock
   */
  public FleetClockVerticle(
      Bus bus, Membership membership, MeterRegistry meters, Clock own, FleetClock clock) {
    this.bus = bus;
    this.membership = membership;
    this.meters = meters;
    this.own = own;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    Gauge.builder("omnibus.clock.correction", clock, fleet -> fleet.correction() / MILLIS)
        .description("what is added to the clock of this node for the time of the fleet")
        .baseUnit("seconds")
        .register(meters);
    next(ROUND);
    return bus.answerNode(Addresses.CLOCK, request -> Future.succeededFuture(now()))
        .completion()
        .compose(done -> settled(MOST));
  }

  /** Completes when all have answered and it is sure of its clock, or it was tried often enough. */
  private Future<Void> settled(int left) {
    return compare()
        .compose(
            all ->
                left > 1 && (!all || clock.isDoubted())
                    ? pause(all).compose(over -> settled(left - 1))
                    : Future.<Void>succeededFuture());
  }

  /** A node that starts as well has nobody yet who answers, and says so at once. */
  private Future<Void> pause(boolean all) {
    return all
        ? Future.succeededFuture()
        : vertx.timer(AGAIN.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
  }

  private void next(Duration pause) {
    vertx.setTimer(
        pause.toMillis(),
        id -> compare().onComplete(done -> next(clock.isDoubted() ? DOUBT : ROUND)));
  }

  private JsonObject now() {
    return new JsonObject().put("now", own.millis());
  }

  /** Whether all answered. */
  private Future<Boolean> compare() {
    List<Future<Long>> offsets =
        membership.live().stream().map(node -> offset(node.toString())).toList();
    return Future.join(offsets)
        .transform(
            done -> {
              clock.compare(
                  offsets.stream().filter(Future::succeeded).map(Future::result).toList());
              return Future.succeededFuture(done.succeeded());
            });
  }

  /** By how much its clock is ahead; what it said was true in the middle of the way. */
  private Future<Long> offset(String node) {
    if (node.equals(bus.node())) {
      return Future.succeededFuture(0L);
    }
    long asked = own.millis();
    return bus.askNode(node, Addresses.CLOCK, new JsonObject(), null, PEER)
        .map(told -> told.getLong("now") - (asked + own.millis()) / 2);
  }
}
