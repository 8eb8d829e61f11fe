package dev.omnibus.config.sync;

import static dev.omnibus.config.sync.ConfigNode.fleet;
import static dev.omnibus.config.sync.ConfigNode.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.config.Config;
import dev.omnibus.harness.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes in a real Hazelcast cluster on loopback. */
class ConfigClusterIT {

  /** {@code -Domnibus.long=true} makes it a hundred. */
  private static final int EDITS = Boolean.getBoolean("omnibus.long") ? 100 : 30;

  private static final String SERVERS = "servers.json";

  @TempDir Path home;
  private final String cluster = "config-" + UUID.randomUUID();
  private final List<Vertx> all = new ArrayList<>();
  private int port;

  @BeforeEach
  void freePort() throws Exception {
    port = FreePort.next();
  }

  @AfterEach
  void stop() throws Exception {
    for (Vertx vertx : all) {
      vertx.close().await(60, TimeUnit.SECONDS);
    }
  }

  private Vertx vertx() throws Exception {
    Config config = ConfigUtil.loadConfig();
    config.setClusterName(cluster).setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.getNetworkConfig().setPort(port).setPortAutoIncrement(true).setPortCount(20);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config
        .getNetworkConfig()
        .getJoin()
        .getTcpIpConfig()
        .setEnabled(true)
        .addMember("127.0.0.1:" + port)
        .addMember("127.0.0.1:" + (port + 1))
        .addMember("127.0.0.1:" + (port + 2));
    VertxOptions options =
        new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1"));
    Vertx vertx =
        Vertx.builder()
            .with(options)
            .withClusterManager(new HazelcastClusterManager(config))
            .buildClustered()
            .await(60, TimeUnit.SECONDS);
    all.add(vertx);
    return vertx;
  }

  private ConfigNode node(String name, Path conf) throws Exception {
    return new ConfigNode(vertx(), name, conf, home.resolve("data-" + name));
  }

  private ConfigNode alone(String name) throws Exception {
    return node(name, ConfigNode.folder(home.resolve("conf-" + name)));
  }

  private static String broken(int number) {
    return "\n".repeat(number) + "{\"mcpServers\":{\"x\":{\"comand\":\"x\"}}}";
  }

  /** Every fifth edit is broken on a line of its own. */
  private void edit(List<ConfigNode> nodes) throws Exception {
    for (int i = 1; i <= EDITS; i++) {
      ConfigNode editor = nodes.get(i % nodes.size());
      if (i % 5 == 0) {
        editor.save(SERVERS, broken(i));
        JsonObject problem = next(nodes.get(0).rejected).getJsonArray("problems").getJsonObject(0);
        assertEquals(i + 1, problem.getInteger("line"));
      } else {
        editor.save(SERVERS, fleet("first", "edit" + i));
        for (ConfigNode node : nodes) {
          node.untilServer("edit" + i);
        }
      }
    }
  }

  private static void assertEqual(List<ConfigNode> nodes, int versions) throws Exception {
    for (ConfigNode node : nodes) {
      assertEquals(versions, node.get(SERVERS).getLong("version"));
      assertEquals(
          nodes.get(0).get(SERVERS).getString("text"), node.get(SERVERS).getString("text"));
      assertEquals(nodes.get(0).live.servers(), node.live.servers());
    }
  }

  @Test
  void edits_on_alternating_nodes_leave_all_nodes_equal() throws Exception {
    List<ConfigNode> nodes = List.of(alone("n1"), alone("n2"));
    edit(nodes);
    nodes.get(0).put(SERVERS, fleet("first", "last"));
    nodes.get(1).untilServer("last");
    assertEqual(nodes, 1 + EDITS * 4 / 5 + 1);
    assertTrue(nodes.get(0).rejected.isEmpty());
    assertEquals(nodes.get(0).text(SERVERS), nodes.get(1).text(SERVERS));
  }

  @Test
  void edits_in_a_shared_folder_make_one_version_each() throws Exception {
    Path conf = ConfigNode.folder(home.resolve("conf"));
    List<ConfigNode> nodes = List.of(node("n1", conf), node("n2", conf), node("n3", conf));
    edit(nodes);
    nodes.get(0).put(SERVERS, fleet("first", "last"));
    nodes.get(1).untilServer("last");
    nodes.get(2).untilServer("last");
    assertEqual(nodes, 1 + EDITS * 4 / 5 + 1);
    assertTrue(nodes.get(0).rejected.isEmpty());
  }

  @Test
  void a_node_that_joins_takes_the_text_of_the_cluster() throws Exception {
    ConfigNode first = alone("n1");
    first.put(SERVERS, fleet("of the cluster".replace(' ', '-')));
    ConfigNode second = alone("n2");
    assertTrue(second.live.servers().containsKey("of-the-cluster"));
    assertEquals(first.text(SERVERS), second.text(SERVERS));
  }

  @Test
  void a_node_that_knows_a_higher_version_brings_it_along() throws Exception {
    ConfigNode before = alone("n2");
    before.put(SERVERS, fleet("second"));
    before.put(SERVERS, fleet("third"));
    all.remove(before.vertx);
    before.vertx.close().await(60, TimeUnit.SECONDS);
    ConfigNode first = alone("n1");
    ConfigNode again = node("n2", home.resolve("conf-n2"));
    first.untilServer("third");
    assertEquals(3, again.get(SERVERS).getLong("version"));
  }

  @Test
  void saves_at_the_same_moment_leave_all_nodes_equal() throws Exception {
    List<ConfigNode> nodes = List.of(alone("n1"), alone("n2"));
    nodes.get(0).save(SERVERS, fleet("one"));
    nodes.get(1).save(SERVERS, fleet("other"));
    nodes.get(0).untilFleet(live -> !live.servers().containsKey("first"));
    nodes.get(1).untilFleet(live -> !live.servers().containsKey("first"));
    nodes.get(0).put(SERVERS, fleet("end"));
    nodes.get(1).untilServer("end");
    assertEquals(Files.readString(nodes.get(0).conf.resolve(SERVERS)), fleet("end"));
    assertEquals(
        nodes.get(0).get(SERVERS).getLong("version"), nodes.get(1).get(SERVERS).getLong("version"));
  }
}
