package dev.omnibus.chaos;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.HazelcastCluster;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.ClusterConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A member of the cluster that nobody kills, and that tells numbered events all the time. */
final class Source implements AutoCloseable {

  static final String ADDRESS = Addresses.EVENT_CALL_FINISHED;

  private final Vertx vertx;
  private final Bus bus;
  private volatile int told;

  Source(int clusterPort) throws Exception {
    ClusterConfig config =
        new ClusterConfig(
            "test-" + clusterPort, "127.0.0.1", clusterPort, 20, 0, List.of("127.0.0.1"));
    NodeId self = NodeId.start("source");
    HazelcastCluster cluster = new HazelcastCluster(self, config, Path.of("cluster.xml"));
    VertxOptions options = new VertxOptions().setEventBusOptions(cluster.busOptions());
    vertx =
        Vertx.builder()
            .with(options)
            .withClusterManager(cluster.manager())
            .buildClustered()
            .toCompletionStage()
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
    bus = new Bus(vertx, self.toString(), Clock.systemUTC());
  }

  void tellEvery(Duration time) {
    vertx.setPeriodic(time.toMillis(), id -> tell());
  }

  private void tell() {
    told++;
    JsonObject data = new JsonObject().put("number", told).put("pad", "x".repeat(200));
    bus.publish(ADDRESS, "mcp_call_finished", "info", data);
  }

  /** The state of the world, as a snapshot has it: how many events there were. */
  int told() {
    return told;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
