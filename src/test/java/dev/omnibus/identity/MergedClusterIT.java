package dev.omnibus.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.hazelcast.core.HazelcastInstance;
import dev.omnibus.access.TestNode;
import dev.omnibus.access.TokenPair;
import dev.omnibus.access.Wait;
import dev.omnibus.cluster.HazelcastCluster;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.ClusterConfig;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that did not find each other when they started, and then do. */
class MergedClusterIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private final String name = "merged-" + System.nanoTime();
  private final List<Vertx> open = new ArrayList<>();
  @TempDir Path data;

  private record Half(TestNode node, Membership membership, HazelcastInstance hazelcast, int port) {

    /** Where it looks for others from now on. */
    void seek(int otherPort) {
      hazelcast
          .getConfig()
          .getNetworkConfig()
          .getJoin()
          .getTcpIpConfig()
          .addMember("127.0.0.1:" + otherPort);
    }
  }

  @AfterEach
  void close() {
    open.forEach(vertx -> Wait.until(vertx.close()));
  }

  /** The second one's own secret stayed for up to half a minute, and what it heard was forged. */
  @Test
  void halves_that_become_one_compare_their_secrets_at_once() throws Exception {
    Half one = half("one");
    Half two = half("two");
    TokenPair before = Wait.until(one.node().access.tokens().begin("ann"));
    assertEquals("forged", Wait.refusal(two.node().access.tokens().verifyAccess(before.access())));
    one.seek(two.port());
    two.seek(one.port());
    Waiting.until(
        "both are members of one cluster",
        LIMIT,
        () -> one.membership().live().size() == 2 && two.membership().live().size() == 2);
    Waiting.until(
        "a token of one is good on the other",
        LIMIT,
        () -> isGood(two, Wait.until(one.node().access.tokens().begin("ann"))));
  }

  private static boolean isGood(Half half, TokenPair pair) {
    return Wait.refusal(half.node().access.tokens().verifyAccess(pair.access()))
        .startsWith("let in");
  }

  private Half half(String node) throws IOException {
    int port = FreePort.next();
    ClusterConfig config =
        new ClusterConfig(name, "127.0.0.1", port, 1, 0, List.of("127.0.0.1:" + port));
    HazelcastCluster cluster =
        new HazelcastCluster(NodeId.start(node), config, Path.of("cluster.xml"));
    VertxOptions options = new VertxOptions().setEventBusOptions(cluster.busOptions());
    Vertx vertx =
        Wait.until(
            Vertx.builder().with(options).withClusterManager(cluster.manager()).buildClustered());
    open.add(vertx);
    Membership membership = cluster.membership(vertx);
    TestNode made = new TestNode(vertx, data.resolve(node));
    Wait.until(
        vertx.deployVerticle(
            new IdentityVerticle(
                made.live,
                membership,
                made.live.access(),
                made.access.tokens(),
                made.access.events(),
                Duration.ofHours(1))));
    return new Half(
        made,
        membership,
        ((HazelcastClusterManager) cluster.manager()).getHazelcastInstance(),
        port);
  }
}
