package dev.omnibus.bridge;

import com.hazelcast.core.HazelcastInstance;
import dev.omnibus.cluster.HazelcastCluster;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.ClusterConfig;
import dev.omnibus.harness.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Some nodes with a bridge on loopback, joined by Hazelcast; no more than ten. */
final class BridgeCluster implements AutoCloseable {

  private final String name;
  private final int port;
  private final Map<TestNode, HazelcastInstance> nodes = new LinkedHashMap<>();
  private final List<TestNode> dead = new ArrayList<>();

  BridgeCluster() {
    this("test-" + UUID.randomUUID(), FreePort.next());
  }

  /** One that has nodes in other processes, too. */
  BridgeCluster(String name, int port) {
    this.name = name;
    this.port = port;
  }

  TestNode node(String nodeName, Path data, JsonObject limits) {
    ClusterConfig config = new ClusterConfig(name, "127.0.0.1", port, 10, 0, List.of("127.0.0.1"));
    HazelcastCluster cluster = cluster(nodeName, config);
    VertxOptions options = new VertxOptions().setEventBusOptions(cluster.busOptions());
    Vertx vertx =
        TestNode.await(
            Vertx.builder().with(options).withClusterManager(cluster.manager()).buildClustered());
    TestNode node =
        new TestNode(
            vertx,
            cluster.membership(vertx),
            data.resolve(nodeName),
            limits,
            Duration.ofMinutes(15));
    nodes.put(node, ((HazelcastClusterManager) cluster.manager()).getHazelcastInstance());
    return node;
  }

  /** How many consumers the cluster knows of. */
  long registrations(TestNode node) {
    return nodes.get(node).getMultiMap("__vertx.subs").size();
  }

  /** As it is when the machine loses power, whatever the cluster is copying just then. */
  void kill(TestNode node) {
    dead.add(node);
    nodes.remove(node).getLifecycleService().terminate();
  }

  @Override
  public void close() {
    nodes.keySet().forEach(TestNode::close);
    dead.forEach(node -> TestNode.await(node.vertx().close().otherwiseEmpty()));
  }

  private static HazelcastCluster cluster(String nodeName, ClusterConfig config) {
    try {
      return new HazelcastCluster(NodeId.start(nodeName), config, Path.of("cluster.xml"));
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    }
  }
}
