package dev.omnibus.app;

import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.HazelcastCluster;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.ClusterConfig;
import dev.omnibus.config.Settings;
import dev.omnibus.config.TelemetryConfig;
import dev.omnibus.measure.Measures;
import dev.omnibus.trail.AuditTrail;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;

/**
 * What every room stands on: a clustered Vert.x, the bus, the members, the audit trail, the meters,
 * the measures and the clock.
 */
record Ground(
    Vertx vertx,
    Bus bus,
    Membership membership,
    AuditTrail trail,
    Metering metering,
    Measures measures,
    Clock clock) {

  /** Where rooms register what is shown at {@code /metrics}. */
  MeterRegistry meters() {
    return metering.all();
  }

  /** Sends the last of what is measured, where it is sent. Blocks. */
  Void closeMeters() {
    metering.close();
    return null;
  }

  /** Joins the cluster, or founds it. */
  static Future<Ground> lay(Settings settings, Clock clock) {
    NodeId self = NodeId.start(settings.node().name());
    ClusterConfig config = settings.node().cluster();
    try {
      HazelcastCluster cluster = new HazelcastCluster(self, config, clusterXml(settings));
      return Joining.within(config, join(cluster, self, settings.node().telemetry(), clock));
    } catch (FileNotFoundException e) {
      return Future.failedFuture(e);
    }
  }

  private static Future<Ground> join(
      HazelcastCluster cluster, NodeId self, TelemetryConfig telemetry, Clock clock) {
    Metering metering = Metering.of(telemetry, self.name());
    Measures measures = new Measures(telemetry.enabled(), telemetry.mostTools());
    VertxOptions options =
        new VertxOptions()
            .setEventBusOptions(cluster.busOptions())
            // Else it keeps a folder of files from the class path, and who is killed leaves it
            // there.
            .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false))
            .setMetricsOptions(
                new MicrometerMetricsOptions()
                    .setEnabled(true)
                    .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT)
                    .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.POOL_TYPE)));
    return Vertx.builder()
        .with(options)
        .withMetrics(
            young -> new QuietMetrics(new MicrometerMetricsFactory(metering.all()).metrics(young)))
        .withClusterManager(cluster.manager())
        .buildClustered()
        .map(
            vertx ->
                new Ground(
                    vertx,
                    new Bus(vertx, self.toString(), clock),
                    cluster.membership(vertx),
                    new AuditTrail(),
                    metering,
                    measures,
                    clock));
  }

  /** Beside {@code conf/} if an admin keeps one there, else the one that came with the product. */
  private static Path clusterXml(Settings settings) {
    Path own = settings.home().resolve("cluster.xml");
    return own.toFile().isFile() ? own : Settings.product().resolve("cluster.xml");
  }
}
