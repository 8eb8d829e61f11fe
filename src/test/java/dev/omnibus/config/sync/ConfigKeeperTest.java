package dev.omnibus.config.sync;

import static dev.omnibus.config.sync.ConfigNode.fleet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Bus;
import dev.omnibus.config.ConfigFile;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that meet in an order that the test chooses; their cluster is the map of one Vert.x. */
class ConfigKeeperTest {

  @TempDir Path home;
  private Vertx vertx;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private ConfigKeeper node(String name, Path conf) throws Exception {
    Bus bus = new Bus(vertx, name + "@00000", Clock.systemUTC());
    FirstAccess.in(conf);
    ConfigStart start =
        ConfigStart.load(ConfigNode.settings(conf, home.resolve("data-" + name)), Map.of());
    SharedVersions shared = done(SharedVersions.open(vertx));
    ConfigKeeper keeper =
        ConfigKeeper.of(
            vertx,
            start,
            ConfigFile.SERVERS,
            shared,
            new ConfigEvents(bus),
            new ConfigTrail(new AuditTrail()),
            bus);
    done(keeper.agreement().join(start.text(ConfigFile.SERVERS).edited()));
    return keeper;
  }

  private Path conf(String name) throws Exception {
    return ConfigNode.folder(home.resolve(name));
  }

  private static void save(Path conf, String text) throws Exception {
    Files.writeString(conf.resolve("servers.json"), text);
  }

  private static String text(Path conf) throws Exception {
    return Files.readString(conf.resolve("servers.json"));
  }

  @Test
  void who_saves_second_without_having_seen_the_first_takes_the_winners() throws Exception {
    Path one = conf("one");
    Path other = conf("other");
    ConfigKeeper first = node("n1", one);
    ConfigKeeper second = node("n2", other);
    save(one, fleet("winner"));
    save(other, fleet("loser"));
    done(first.saves().look());
    done(second.saves().look());
    assertEquals(fleet("winner"), text(other));
    assertEquals(2, second.inForce().version().version());
  }

  @Test
  void the_text_that_lost_is_kept() throws Exception {
    Path one = conf("one");
    Path other = conf("other");
    ConfigKeeper first = node("n1", one);
    ConfigKeeper second = node("n2", other);
    save(one, fleet("winner"));
    save(other, fleet("loser"));
    done(first.saves().look());
    done(second.saves().look());
    Path lost = home.resolve("data-n2/config-versions/servers.json/lost.json");
    assertTrue(Files.readString(lost).contains("loser"));
  }

  @Test
  void in_a_shared_folder_a_save_that_one_node_missed_is_never_undone() throws Exception {
    Path conf = conf("shared");
    ConfigKeeper first = node("n1", conf);
    ConfigKeeper second = node("n2", conf);
    save(conf, fleet("early"));
    done(first.saves().look());
    save(conf, fleet("late"));
    done(second.saves().look());
    done(first.saves().look());
    assertEquals(fleet("late"), text(conf));
    assertEquals(3, first.inForce().version().version());
  }

  @Test
  void a_save_that_nobody_has_looked_at_is_not_written_over() throws Exception {
    Path conf = conf("one");
    ConfigKeeper first = node("n1", conf);
    ConfigKeeper second = node("n2", conf("other"));
    done(second.puts().put(fleet("command"), "ann", null));
    save(conf, fleet("unseen"));
    done(first.agreement().follow());
    assertEquals(fleet("unseen"), text(conf));
  }

  @Test
  void a_lower_version_in_the_cluster_is_raised_to_what_this_node_has() throws Exception {
    ConfigKeeper node = node("n1", conf("one"));
    done(node.puts().put(fleet("second"), "ann", null));
    SharedVersions shared = done(SharedVersions.open(vertx));
    ConfigVersion now = done(shared.get(ConfigFile.SERVERS));
    assertTrue(done(shared.swap(now, now.withVersion(1))));
    done(node.agreement().follow());
    assertEquals(2, done(shared.get(ConfigFile.SERVERS)).version());
  }

  @Test
  void a_folder_that_was_edited_while_away_gives_way_to_the_cluster() throws Exception {
    Path conf = conf("one");
    node("n1", conf);
    ConfigKeeper other = node("n2", conf("other"));
    done(other.puts().put(fleet("cluster"), "ann", null));
    save(conf, fleet("away"));
    ConfigKeeper again = node("n1", conf);
    assertEquals(fleet("cluster"), again.inForce().version().text());
    assertEquals(fleet("cluster"), text(conf));
  }

  @Test
  void only_the_first_may_claim() throws Exception {
    SharedVersions shared = done(SharedVersions.open(vertx));
    assertTrue(done(shared.claim("a")));
    assertFalse(done(shared.claim("a")));
  }

  @Test
  void a_first_start_makes_access_rules_that_only_this_account_reads() throws Exception {
    Path conf = conf("one");
    ConfigStart.load(ConfigNode.settings(conf, home.resolve("data")), Map.of());
    assertEquals(
        "[OWNER_READ, OWNER_WRITE]",
        new java.util.TreeSet<>(Files.getPosixFilePermissions(conf.resolve("access.json")))
            .toString());
  }
}
