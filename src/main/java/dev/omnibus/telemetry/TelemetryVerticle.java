package dev.omnibus.telemetry;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.TelemetryConfig;
import dev.omnibus.measure.Measures;
import dev.omnibus.measure.Tick;
import dev.omnibus.model.Severity;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import java.time.Clock;

/**
 * Takes what this node measured when a second is over, and tells it; tells now and then how the
 * node is. When and where only: what is measured is known by those who measure it.
 */
public final class TelemetryVerticle extends VerticleBase {

  private static final long SECOND = 1_000;

  private final TelemetryConfig config;
  private final Bus bus;
  private final LiveConfig live;
  private final Measures measures;
  private final Clock clock;
  private final NodeLoad load;
  private final LoopLag lag;
  private final GaugeMeters gauges;
  private final CallMeters calls;
  private long last = -1;

  public TelemetryVerticle(
      TelemetryConfig config,
      Bus bus,
      LiveConfig live,
      ServerBoard board,
      Measures measures,
      MeterRegistry meters,
      Clock clock) {
    this.config = config;
    this.bus = bus;
    this.live = live;
    this.measures = measures;
    this.clock = clock;
    Machine machine = new Machine();
    this.load = new NodeLoad(machine, board, measures);
    this.lag = new LoopLag();
    this.gauges = new GaugeMeters(meters, measures);
    this.calls = new CallMeters(meters);
    measures.onTick(calls::hear);
    measures.source(new NodeSource(machine));
    measures.source(lag);
    measures.source(new BusSource(meters));
    measures.source(new BreakerSource(bus.node(), board));
  }

  /** How it is deployed: what is told of a large fleet takes longer than a loop has time for. */
  public static DeploymentOptions aside() {
    return new DeploymentOptions()
        .setThreadingModel(ThreadingModel.WORKER)
        .setWorkerPoolName("omnibus-telemetry")
        .setWorkerPoolSize(1);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(config.systemHealth().toMillis(), id -> tellLoad());
    if (measures.isOn()) {
      retain();
      live.onServers(change -> context.runOnContext(changed -> retain()));
      lag.watch(vertx);
      atNextSecond();
    }
    return Future.succeededFuture();
  }

  /** What was counted since the last second is told too. */
  @Override
  public Future<?> stop() {
    lag.end();
    if (measures.isOn()) {
      tell(measures.take(Math.floorDiv(clock.millis(), SECOND)));
    }
    return Future.succeededFuture();
  }

  private void retain() {
    measures.retain(live.owned().keySet());
    calls.retain(live.servers().keySet());
  }

  private void atNextSecond() {
    long left = SECOND - Math.floorMod(clock.millis(), SECOND);
    vertx.setTimer(left, id -> second());
  }

  /** A timer may come a little early, and a clock may be put back: then it is all said later. */
  private void second() {
    atNextSecond();
    long over = Math.floorDiv(clock.millis(), SECOND) - 1;
    if (over != last) {
      last = over;
      tell(measures.take(over));
      gauges.refresh();
    }
  }

  private void tell(Tick tick) {
    for (Tick part : tick.parts(config.rowsPerTick())) {
      bus.publish(
          Addresses.EVENT_METRICS_TICK, "metrics_tick", Severity.INFO.word(), part.toJson());
    }
  }

  private void tellLoad() {
    bus.publish(
        Addresses.EVENT_NODE_LOAD, "system_health", Severity.INFO.word(), load.look().toJson());
  }
}
