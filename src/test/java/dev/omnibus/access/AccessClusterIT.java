package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.hazelcast.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on loopback, joined by Hazelcast. */
class AccessClusterIT {

  @TempDir Path data;
  private final List<Vertx> started = new ArrayList<>();
  private final String cluster = "access-" + System.nanoTime();
  private final List<Integer> ports = List.of(freePort(), freePort());
  private TestNode one;
  private TestNode two;
  private TokenPair pair;

  @BeforeEach
  void start() {
    one = new TestNode(vertx(0), data.resolve("one"));
    two = new TestNode(vertx(1), data.resolve("two"));
    pair = Wait.until(one.access.tokens().begin("ann"));
  }

  @AfterEach
  void close() {
    started.forEach(vertx -> Wait.until(vertx.close()));
  }

  @Test
  void a_token_of_one_node_is_good_on_the_other() {
    assertEquals("ann", Wait.until(two.access.tokens().verifyAccess(pair.access())).user());
  }

  @Test
  void a_logout_on_one_node_acts_on_the_other() {
    Wait.until(two.access.tokens().end(pair.access()));
    assertEquals("revoked", Wait.refusal(one.access.tokens().verifyAccess(pair.access())));
    assertEquals("logout", TestNode.next(one.revoked).getString("reason"));
  }

  @Test
  void a_ticket_of_one_node_is_good_once_on_all() {
    Caller ann = Wait.until(one.access.tokens().verifyAccess(pair.access()));
    String ticket = Wait.until(one.access.tickets().issue(ann));
    Future<Caller> here = one.access.tickets().redeem(ticket);
    Future<Caller> there = two.access.tickets().redeem(ticket);
    Set<String> answers = Set.of(word(here), word(there));
    assertEquals(Set.of("in", "ticket_used"), answers);
  }

  @Test
  void a_refresh_token_used_on_both_nodes_at_once_ends_the_session() {
    Future<TokenPair> here = one.access.tokens().refresh(pair.refresh());
    Future<TokenPair> there = two.access.tokens().refresh(pair.refresh());
    assertNotEquals(Set.of("in"), Set.copyOf(List.of(word(here), word(there))));
    assertEquals("revoked", Wait.refusal(one.access.tokens().verifyAccess(pair.access())));
  }

  @Test
  void the_session_outlives_the_node_it_began_on() {
    Wait.until(started.remove(0).close());
    TokenPair next = Wait.until(two.access.tokens().refresh(pair.refresh()));
    assertEquals("ann", Wait.until(two.access.tokens().verifyAccess(next.access())).user());
  }

  @Test
  void a_restart_of_all_nodes_by_the_one_that_joined_last_keeps_the_session() {
    Wait.until(two.access.tokens().sync());
    started.forEach(vertx -> Wait.until(vertx.close()));
    started.clear();
    TestNode again = new TestNode(vertx(1), data.resolve("two"));
    assertEquals("ann", Wait.until(again.access.tokens().verifyAccess(pair.access())).user());
  }

  private static String word(Future<?> future) {
    String refusal = Wait.refusal(future);
    return refusal.startsWith("let in") ? "in" : refusal;
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

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
