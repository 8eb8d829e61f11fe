package dev.omnibus.access;

import com.hazelcast.config.Config;
import dev.omnibus.harness.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two nodes on loopback, joined by Hazelcast. */
final class TwoNodes {

  private final List<Vertx> started = new ArrayList<>();
  private final String cluster = "access-" + System.nanoTime();
  private final List<Integer> ports = List.of(FreePort.next(), FreePort.next());
  private final Path data;
  final TestNode one;
  final TestNode two;

  TwoNodes(Path data) {
    this.data = data;
    one = start("one", 0);
    two = start("two", 1);
  }

  TestNode start(String name, int port) {
    return new TestNode(vertx(port), data.resolve(name));
  }

  void stopOne() {
    Wait.until(started.remove(0).close());
  }

  void stop() {
    started.forEach(vertx -> Wait.until(vertx.close()));
    started.clear();
  }

  private Vertx vertx(int index) {
    Config config = ConfigUtil.loadConfig().setClusterName(cluster);
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.getNetworkConfig().setPort(ports.get(index)).setPortAutoIncrement(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    ports.forEach(
        port ->
            config
                .getNetworkConfig()
                .getJoin()
                .getTcpIpConfig()
                .setEnabled(true)
                .addMember("127.0.0.1:" + port));
    VertxOptions options =
        new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1"));
    HazelcastClusterManager manager = new HazelcastClusterManager(config);
    Vertx vertx =
        Wait.until(Vertx.builder().with(options).withClusterManager(manager).buildClustered());
    started.add(vertx);
    return vertx;
  }
}
