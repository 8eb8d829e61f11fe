package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bench.ProbeFleet;
import dev.omnibus.coordinator.Tiny;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real nodes in two processes, one of which dies as machines do. */
class TwoNodesIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int HTTP_SERVERS = 12;
  private static final int INTERVAL_MS = 3_000;

  @TempDir static Path folder;
  private static Vertx vertx;
  private static ProbeFleet fleet;
  private static NodeProcess one;
  private static NodeProcess two;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    fleet = new ProbeFleet(vertx);
    int port = fleet.listen().toCompletionStage().toCompletableFuture().get();
    ServersFile servers = new ServersFile();
    IntStream.range(0, HTTP_SERVERS)
        .forEach(i -> servers.http("h" + i, "http://127.0.0.1:" + port + "/s" + i + "/mcp"));
    // Names whose owners differ: which of them goes where is the hash's business.
    IntStream.range(0, 4).forEach(i -> servers.put("d" + i, Tiny.entry()));
    JsonObject health = new JsonObject().put("intervalMs", INTERVAL_MS);
    one = new NodeProcess("one", folder);
    one.write("servers.json", servers.text());
    one.write("omnibus.json", new JsonObject().put("health", health).encode());
    one.start();
    two = new NodeProcess("two", folder, one.clusterPort());
    two.start();
  }

  /** A test before may have ended the second one. */
  @BeforeEach
  void startAgain() throws Exception {
    if (!two.isAlive()) {
      two.start();
    }
  }

  @AfterAll
  static void end() throws Exception {
    if (two != null) {
      two.close();
    }
    one.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private static List<JsonObject> statuses(Operator operator) throws Exception {
    return operator.ask("query.server.list", new JsonObject()).getJsonArray("servers").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static boolean allHealthy(Operator operator) throws Exception {
    List<JsonObject> all = statuses(operator);
    return all.size() == HTTP_SERVERS + 4
        && all.stream().allMatch(s -> s.getString("state").equals("healthy"));
  }

  private static String owner(JsonObject status) {
    return status.getJsonObject("claim").getString("owner");
  }

  private static Set<String> owners(Operator operator) throws Exception {
    return statuses(operator).stream().map(TwoNodesIT::owner).collect(Collectors.toSet());
  }

  @Test
  void a_killed_nodes_servers_are_taken_over_and_a_socket_on_the_survivor_sees_it_all()
      throws Exception {
    try (Operator survivor = Operator.admin(one.port()).hear("event.server.status")) {
      Waiting.until(
          "healthy on two nodes",
          LIMIT,
          () -> allHealthy(survivor) && owners(survivor).size() == 2,
          one::diagnosis);
      Map<String, JsonObject> before = new HashMap<>();
      statuses(survivor).forEach(s -> before.put(s.getString("server"), s));
      String self = survivor.ask("query.server.list", new JsonObject()).getString("node");
      two.kill();
      long killed = System.nanoTime();
      Waiting.until(
          "all healthy on the survivor",
          LIMIT,
          () -> allHealthy(survivor) && owners(survivor).equals(Set.of(self)),
          () -> one.diagnosis() + "\n" + owned(survivor));
      System.out.printf(
          "all servers of a killed node healthy on the survivor after %.1f s%n",
          (System.nanoTime() - killed) / 1e9);
      for (JsonObject after : statuses(survivor)) {
        JsonObject was = before.get(after.getString("server"));
        if (!owner(was).equals(self)) {
          assertTrue(epoch(after) > epoch(was), after.encode());
          String server = after.getString("server");
          survivor.await(
              "event.server.status",
              LIMIT,
              e -> server.equals(told(e)) && owner(status(e)).equals(self));
        }
      }
    }
  }

  /** A process that has ended and that init has not yet collected does not run. */
  private static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException gone) {
      return false;
    }
  }

  private static String owned(Operator operator) {
    try {
      return statuses(operator).stream()
          .map(s -> s.getString("server") + " " + s.getString("state") + " " + owner(s))
          .collect(Collectors.joining("\n"));
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static long epoch(JsonObject status) {
    return status.getJsonObject("claim").getLong("epoch");
  }

  private static JsonObject status(JsonObject event) {
    return event.getJsonObject("data").getJsonObject("status");
  }

  private static String told(JsonObject event) {
    return event.getJsonObject("data").getString("server");
  }

  @Test
  void each_server_is_probed_by_one_node_only_and_both_boards_are_equal() throws Exception {
    try (Operator here = Operator.admin(one.port());
        Operator there = Operator.admin(two.port())) {
      Waiting.until(
          "healthy on both",
          LIMIT,
          () -> allHealthy(here) && allHealthy(there) && owners(here).size() == 2,
          one::diagnosis);
      fleet.forget();
      Waiting.until("three rounds", LIMIT, () -> fleet.least(HTTP_SERVERS) >= 3);
      assertEquals(Set.of(1), fleet.proberCounts(), "sessions that probe one server");
      assertNotEquals(0, fleet.least(HTTP_SERVERS));
      assertEquals(
          statuses(here).stream().map(TwoNodesIT::owner).toList(),
          statuses(there).stream().map(TwoNodesIT::owner).toList());
    }
  }

  @Test
  void a_node_that_is_told_to_end_hands_over_and_leaves_no_process_behind() throws Exception {
    try (Operator survivor = Operator.admin(one.port())) {
      Waiting.until(
          "healthy on two nodes",
          LIMIT,
          () -> allHealthy(survivor) && owners(survivor).size() == 2,
          one::diagnosis);
      List<ProcessHandle> children =
          ProcessHandle.of(two.pid()).orElseThrow().descendants().toList();
      int exit = two.terminate();
      assertEquals(143, exit, two::diagnosis);
      assertEquals(
          List.of(), children.stream().filter(TwoNodesIT::runs).map(ProcessHandle::pid).toList());
      Waiting.until(
          "handed over", LIMIT, () -> allHealthy(survivor) && owners(survivor).size() == 1);
    }
  }
}
