package dev.omnibus.coordinator;

import com.hazelcast.core.HazelcastInstance;
import dev.omnibus.cluster.HazelcastCluster;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.ClusterConfig;
import dev.omnibus.harness.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Several nodes on loopback in this process, in a cluster of their own. */
public final class TestCluster implements AutoCloseable {

  final String name;
  final int port;
  private final Map<TestNode, HazelcastInstance> nodes = new LinkedHashMap<>();
  private final List<TestNode> dead = new ArrayList<>();

  public TestCluster() {
    this("test-" + UUID.randomUUID(), FreePort.next());
  }

  /** A part of a cluster that another process began. */
  public TestCluster(String name, int port) {
    this.name = name;
    this.port = port;
  }

  /** One more node; its coordinator is not deployed yet. */
  public TestNode node(String nodeName) {
    ClusterConfig config = new ClusterConfig(name, "127.0.0.1", port, 10, 0, List.of("127.0.0.1"));
    HazelcastCluster cluster = cluster(nodeName, config);
    VertxOptions options = new VertxOptions().setEventBusOptions(cluster.busOptions());
    Vertx vertx =
        TestNode.await(
            Vertx.builder().with(options).withClusterManager(cluster.manager()).buildClustered());
    TestNode node = new TestNode(vertx, cluster.membership(vertx));
    nodes.put(node, ((HazelcastClusterManager) cluster.manager()).getHazelcastInstance());
    return node;
  }

  /** As it is when the machine loses power; what it believes itself goes on until the end. */
  public void kill(TestNode node) {
    dead.add(node);
    nodes.remove(node).getLifecycleService().terminate();
  }

  /** As it is when an operator stops it. */
  public void leave(TestNode node) {
    nodes.remove(node);
    TestNode.await(node.vertx.close());
  }

  @Override
  public void close() {
    nodes.keySet().forEach(node -> TestNode.await(node.vertx.close()));
    dead.forEach(node -> TestNode.await(node.vertx.close().otherwiseEmpty()));
  }

  private static HazelcastCluster cluster(String nodeName, ClusterConfig config) {
    try {
      return new HazelcastCluster(NodeId.start(nodeName), config, Path.of("cluster.xml"));
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    }
  }
}
