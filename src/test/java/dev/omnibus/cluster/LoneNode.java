package dev.omnibus.cluster;

import dev.omnibus.config.ClusterConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A node that does nothing but live, in a process of its own: {@code LoneNode name cluster port}.
 */
public final class LoneNode {

  private static final Duration LONGEST_LIFE = Duration.ofMinutes(3);

  private LoneNode() {}

  public static void main(String[] args) throws FileNotFoundException {
    Vertx vertx = Vertx.vertx();
    // A test that was itself killed leaves no node behind.
    vertx.setTimer(LONGEST_LIFE.toMillis(), ignored -> Runtime.getRuntime().halt(1));
    start(args[0], args[1], Integer.parseInt(args[2]));
  }

  /** A node that has joined. */
  record Member(Vertx vertx, Membership membership) {}

  /** Starts a node on loopback and waits until it is a member. */
  static Member start(String name, String clusterName, int port) throws FileNotFoundException {
    return start(
        name, new ClusterConfig(clusterName, "127.0.0.1", port, 30, 0, List.of("127.0.0.1")));
  }

  static Member start(String name, ClusterConfig config) throws FileNotFoundException {
    HazelcastCluster cluster =
        new HazelcastCluster(NodeId.start(name), config, Path.of("cluster.xml"));
    VertxOptions options = new VertxOptions().setEventBusOptions(cluster.busOptions());
    Vertx vertx =
        Vertx.builder()
            .with(options)
            .withClusterManager(cluster.manager())
            .buildClustered()
            .await();
    return new Member(vertx, cluster.membership(vertx));
  }
}
