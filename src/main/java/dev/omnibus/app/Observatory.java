package dev.omnibus.app;

import dev.omnibus.access.Policy;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.SecretRefs;
import dev.omnibus.config.TelemetryConfig;
import dev.omnibus.store.Database;
import dev.omnibus.telemetry.TelemetryVerticle;
import dev.omnibus.telemetry.availability.AvailabilityVerticle;
import dev.omnibus.telemetry.clock.FleetClock;
import dev.omnibus.telemetry.clock.FleetClockVerticle;
import dev.omnibus.telemetry.history.HistoryVerticle;
import dev.omnibus.telemetry.traces.TracesVerticle;
import dev.omnibus.tracing.Traces;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The rooms that measure and remember what they measured: figures, by one clock, and traces. */
final class Observatory {

  private final FleetClockVerticle clock;
  private final AvailabilityVerticle availability;
  private final HistoryVerticle history;
  private final TelemetryVerticle telemetry;
  private final TracesVerticle traces;

  Observatory(
      TelemetryConfig config,
      Ground ground,
      LiveConfig live,
      ServerBoard board,
      Database database,
      Policy policy,
      Traces traces,
      SecretRefs secrets) {
    FleetClock agreed = new FleetClock(ground.clock());
    this.clock =
        new FleetClockVerticle(
            ground.bus(), ground.membership(), ground.meters(), ground.clock(), agreed);
    this.availability =
        new AvailabilityVerticle(
            config.history(),
            live,
            database,
            ground.bus(),
            ground.membership(),
            policy,
            ground.meters(),
            agreed);
    this.history =
        new HistoryVerticle(
            config.history(),
            database,
            ground.bus(),
            ground.membership(),
            policy,
            ground.measures(),
            ground.meters(),
            agreed);
    this.telemetry =
        new TelemetryVerticle(
            config, ground.bus(), live, board, ground.measures(), ground.meters(), agreed);
    this.traces =
        new TracesVerticle(
            config.traces(),
            traces,
            ground.bus(),
            ground.membership(),
            policy,
            secrets,
            ground.meters(),
            ground.clock());
  }

  /** What has to hear the first word about servers. */
  Future<?> openFirst(Function<VerticleBase, Future<?>> deploy) {
    return deploy.apply(clock).compose(done -> deploy.apply(availability));
  }

  /** The rest. */
  Future<?> open(BiFunction<VerticleBase, DeploymentOptions, Future<?>> deploy) {
    return deploy
        .apply(history, new DeploymentOptions())
        .compose(done -> deploy.apply(telemetry, TelemetryVerticle.aside()))
        .compose(done -> deploy.apply(traces, new DeploymentOptions()));
  }

  /** Writes what is left; before the store closes. */
  Future<?> close(Function<VerticleBase, Future<Void>> undeploy) {
    return undeploy
        .apply(telemetry)
        .eventually(() -> undeploy.apply(history))
        .eventually(() -> undeploy.apply(availability));
  }
}
