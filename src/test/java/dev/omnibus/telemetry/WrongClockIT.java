package dev.omnibus.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Keys;
import dev.omnibus.app.WrongClock;
import dev.omnibus.bus.Addresses;
import dev.omnibus.harness.McpAgent;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Two real nodes, of which the clock of one is two hours ahead, and later a day. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WrongClockIT {

  private static final String KEY = "omk_clocks";
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int SERVERS = 8;
  private static final long DAY = 86_400;

  @TempDir static Path folder;
  private static CountingServer upstream;
  private static NodeProcess right;
  private static NodeProcess wrong;
  private static Instant began;

  @BeforeAll
  static void start() throws Exception {
    upstream = new CountingServer();
    ServersFile servers = new ServersFile();
    for (int i = 0; i < SERVERS; i++) {
      servers.http("s" + i, upstream.url("s" + i));
    }
    began = Instant.now();
    right = new NodeProcess("right", folder);
    right.write("servers.json", servers.text());
    right.write("access.json", access().encode());
    right.start();
    wrong = new NodeProcess("wrong", folder, right.clusterPort()).by(WrongClock.class);
    wrong.write(WrongClock.FILE, "PT2H");
    wrong.start();
  }

  @AfterAll
  static void end() {
    wrong.close();
    right.close();
    upstream.close();
  }

  private static JsonObject access() {
    JsonObject all =
        new JsonObject()
            .put("requests", JsonArray.of("query.*"))
            .put("servers", new JsonObject().put("*", JsonArray.of("*")));
    return new JsonObject()
        .put("users", new JsonObject())
        .put("roles", new JsonObject().put("all", all))
        .put(
            "keys",
            new JsonObject()
                .put(
                    "all",
                    new JsonObject()
                        .put("sha256", Keys.sha256(KEY))
                        .put("roles", JsonArray.of("all"))));
  }

  private static void call(NodeProcess node, int calls) throws Exception {
    McpAgent agent = new McpAgent(node.port(), "/mcp/s0", KEY).initialize();
    for (int i = 0; i < calls; i++) {
      agent.call("ok");
    }
  }

  /** How many calls each node has measured in a stretch of time, as one of them answers. */
  private static Map<String, Long> calls(NodeProcess asked, Instant from, Instant to)
      throws Exception {
    JsonObject series =
        new JsonObject()
            .put("metric", "latency")
            .put("server", "s0")
            .put("tool", "ok")
            .put("by", "node");
    JsonObject question =
        new JsonObject()
            .put("series", JsonArray.of(series))
            .put("from", from.toString())
            .put("to", to.toString());
    try (Operator operator = Operator.open(asked.port(), KEY)) {
      JsonObject told = operator.ask(Addresses.QUERY_HISTORY_RANGE, question);
      assertEquals(new JsonArray(), told.getJsonArray("missing"));
      Map<String, Long> calls = new HashMap<>();
      for (Object one : told.getJsonArray("series")) {
        JsonObject its = (JsonObject) one;
        long sum =
            its.getJsonArray("count").stream()
                .filter(Objects::nonNull)
                .mapToLong(count -> ((Number) count).longValue())
                .sum();
        calls.put(its.getString("node"), sum);
      }
      calls.values().removeIf(sum -> sum == 0);
      return calls;
    }
  }

  private static void awaitCalls(Map<String, Long> expected, Instant from) throws Exception {
    for (NodeProcess asked : List.of(right, wrong)) {
      Waiting.until(
          "what " + asked.name() + " tells",
          LIMIT,
          () -> calls(asked, from, Instant.now().plusSeconds(10)).equals(expected),
          () -> "not " + expected + "\n" + asked.diagnosis());
    }
  }

  @Test
  @Order(1)
  void what_a_node_measures_whose_clock_is_ahead_stands_where_the_other_has_it() throws Exception {
    call(right, 11);
    call(wrong, 7);
    awaitCalls(Map.of("right", 11L, "wrong", 7L), began.minusSeconds(10));
    Instant now = Instant.now();
    for (NodeProcess asked : List.of(right, wrong)) {
      assertEquals(Map.of(), calls(asked, now.plusSeconds(3_600), now.plusSeconds(3 * 3_600)));
    }
  }

  @Test
  @Order(2)
  void no_server_was_watched_for_longer_than_the_nodes_live() throws Exception {
    Waiting.until("both nodes watch some servers", LIMIT, () -> owners().size() == 2);
    for (NodeProcess asked : List.of(right, wrong)) {
      Waiting.until("availability as " + asked.name() + " tells it", LIMIT, () -> isUp(asked));
    }
  }

  private static Set<String> owners() throws Exception {
    Set<String> owners = new HashSet<>();
    try (Operator operator = Operator.open(right.port(), KEY)) {
      for (Object one :
          operator.ask("query.server.list", new JsonObject()).getJsonArray("servers")) {
        owners.add(((JsonObject) one).getJsonObject("claim").getString("owner"));
      }
    }
    return owners;
  }

  /** Whether all were up whenever somebody knew, which was no longer than is possible. */
  private static boolean isUp(NodeProcess asked) throws Exception {
    try (Operator operator = Operator.open(asked.port(), KEY)) {
      JsonObject told = operator.ask(Addresses.QUERY_HISTORY_AVAILABILITY, new JsonObject());
      long lived = Duration.between(began, Instant.now()).toSeconds() + 2;
      boolean all = told.getJsonArray("servers").size() == SERVERS;
      for (Object one : told.getJsonArray("servers")) {
        JsonObject day = ((JsonObject) one).getJsonObject("windows").getJsonObject("24h");
        assertTrue(day.getDouble("known") * DAY <= lived, () -> lived + " s, but " + told);
        all &= day.getDouble("known") * DAY >= 3 && day.getDouble("available") == 1;
      }
      return all;
    }
  }

  @Test
  @Order(3)
  @EnabledIfSystemProperty(named = "omnibus.long", matches = "true")
  void a_clock_that_jumps_while_the_node_runs_is_put_right_after_three_comparisons()
      throws Exception {
    wrong.write(WrongClock.FILE, "P1D");
    Waiting.until("it is put right", LIMIT, () -> correction() < 100 - DAY);
    Instant from = Instant.now();
    call(right, 5);
    call(wrong, 3);
    awaitCalls(Map.of("right", 5L, "wrong", 3L), from.minusSeconds(1));
    assertTrue(isUp(right));
  }

  private static double correction() throws Exception {
    return NodeProcess.get(wrong.opsPort(), "/metrics")
        .orElseThrow()
        .body()
        .lines()
        .filter(line -> line.startsWith("omnibus_clock_correction_seconds"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
