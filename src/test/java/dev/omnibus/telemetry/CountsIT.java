package dev.omnibus.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Keys;
import dev.omnibus.bus.Addresses;
import dev.omnibus.client.Credentials;
import dev.omnibus.client.OmnibusClient;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What two real nodes say of calls, held against what a real server counted. {@code
 * -Domnibus.long=true} makes it a million calls.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CountsIT {

  private static final String TICK = Addresses.EVENT_METRICS_TICK;
  private static final String ALL = "omk_all-of-it";
  private static final String FEW = "omk_one-server";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final boolean LONG = Boolean.getBoolean("omnibus.long");
  private static final int AGENTS = 32;
  private static final int KILLS = LONG ? 3 : 1;

  /** Half of them go to a node that lives, the others to one that is killed now and then. */
  private static final long CALLS = LONG ? 1_000_000 : 6_000;

  private static final Duration PATIENCE = LONG ? Duration.ofMinutes(15) : Duration.ofSeconds(120);

  @TempDir static Path folder;
  private static CountingServer upstream;
  private static NodeProcess one;
  private static NodeProcess two;
  private static final Figures FIGURES = new Figures();
  private static OmnibusClient program;
  private static Operator operator;
  private static Operator viewer;

  @BeforeAll
  static void start() throws Exception {
    upstream = new CountingServer();
    ServersFile servers = new ServersFile();
    for (String name : List.of("a", "b", "c")) {
      servers.put(
          name,
          new JsonObject()
              .put("url", upstream.url(name))
              .put("metricsUrl", "/" + name + "/metrics"));
    }
    one = new NodeProcess("one", folder);
    one.write("servers.json", servers.text());
    one.write("access.json", access().encode());
    one.write(
        "omnibus.json",
        "{\"telemetry\":{\"systemHealthMs\":1000},\"coordinator\":{\"metricsMs\":1000}}");
    two = new NodeProcess("two", folder, one.clusterPort());
    if (LONG) {
      one.fullSpeed();
      two.fullSpeed();
    }
    one.start();
    two.start();
    operator = Operator.open(one.port(), ALL);
    for (String name : List.of("a", "b", "c")) {
      operator.awaitState(name, "healthy", LIMIT);
    }
    operator.hear(Addresses.EVENT_NODE_LOAD);
    JsonObject every = new JsonObject().put("server", "*");
    program = OmnibusClient.at("http://127.0.0.1:" + one.port()).as(Credentials.key(ALL)).open();
    program.hear(TICK, every, FIGURES);
    Waiting.until(
        "both nodes tell figures", LIMIT, () -> FIGURES.last("one") > 0 && FIGURES.last("two") > 0);
    viewer = Operator.open(one.port(), FEW).hear(TICK, every);
  }

  @AfterAll
  static void end() {
    if (program != null) {
      program.close();
    }
    if (operator != null) {
      operator.close();
    }
    if (viewer != null) {
      viewer.close();
    }
    two.close();
    one.close();
    upstream.close();
  }

  private static JsonObject access() {
    return new JsonObject()
        .put("users", new JsonObject())
        .put("roles", new JsonObject().put("all", role("*")).put("few", role("a")))
        .put("keys", new JsonObject().put("all", key(ALL, "all")).put("few", key(FEW, "few")));
  }

  private static JsonObject role(String server) {
    return new JsonObject()
        .put("requests", JsonArray.of("query.*"))
        .put("events", JsonArray.of("event.*"))
        .put("servers", new JsonObject().put(server, JsonArray.of("*")));
  }

  private static JsonObject key(String key, String role) {
    return new JsonObject().put("sha256", Keys.sha256(key)).put("roles", JsonArray.of(role));
  }

  private static Agents agents(NodeProcess node, String server) {
    return new Agents(node.port(), server, ALL, CountsIT::tool);
  }

  /** One in twelve fails in one of the ways in which calls fail. */
  private static String tool(long n) {
    return switch ((int) (n % 48)) {
      case 7 -> "bad";
      case 17 -> "made-up";
      case 27 -> "rpc";
      case 37 -> "drop";
      default -> "ok";
    };
  }

  /** What became of the calls to a server, as a node told it. */
  private static Map<String, Long> told(String node, String server) {
    SeriesKey all = SeriesKey.server(server);
    return Map.of(
        "ok", FIGURES.sum(node, SeriesKey.tool(server, "ok"), Metric.CALLS),
        "tool", FIGURES.sum(node, all, Metric.ERRORS_TOOL),
        "protocol", FIGURES.sum(node, all, Metric.ERRORS_PROTOCOL),
        "transport", FIGURES.sum(node, all, Metric.ERRORS_TRANSPORT));
  }

  /** The same, as the server counted it. */
  private static Map<String, Long> counted(String server) {
    Map<String, Long> counts = upstream.counts(server);
    return Map.of(
        "ok", counts.getOrDefault("ok", 0L),
        "tool", counts.getOrDefault("bad", 0L) + counts.getOrDefault("made-up", 0L),
        "protocol", counts.getOrDefault("rpc", 0L),
        "transport", counts.getOrDefault("drop", 0L));
  }

  /** The upstream, the node and the agents say the same, to the call. */
  private static void awaitEqual(String server, Agents agents) throws Exception {
    Waiting.until(
        "the figures of '" + server + "' are those of the server",
        LIMIT,
        () -> told("one", server).equals(counted(server)),
        () -> told("one", server) + " instead of " + counted(server));
    assertEquals(counted(server), answers(agents));
    assertEquals(0, agents.unanswered());
    SeriesKey ok = SeriesKey.tool(server, "ok");
    assertEquals(FIGURES.sum("one", ok, Metric.CALLS), FIGURES.sum("one", ok, Metric.LATENCY));
    assertEquals(agents.sent(), FIGURES.sum("one", ok, Metric.BYTES_IN), "bytes of agents");
    assertTrue(FIGURES.sum("one", ok, Metric.BYTES_OUT) > 0);
    long madeUp = upstream.counts(server).getOrDefault("made-up", 0L);
    SeriesKey others = SeriesKey.tool(server, SeriesKey.OTHER);
    assertTrue(FIGURES.sum("one", others, Metric.CALLS) >= madeUp);
    assertEquals(0, FIGURES.sum("one", SeriesKey.tool(server, "made-up"), Metric.CALLS));
  }

  private static Map<String, Long> answers(Agents agents) {
    Map<String, Long> all = new HashMap<>(agents.answers());
    List.of("ok", "tool", "protocol", "transport").forEach(word -> all.putIfAbsent(word, 0L));
    return all;
  }

  @Test
  @Order(1)
  void nobody_hears_figures_of_a_server_that_they_may_not_see() throws Exception {
    for (String server : List.of("b", "a")) {
      try (Agents few = agents(one, server).call(4, 96)) {
        few.await(PATIENCE);
        awaitEqual(server, few);
      }
    }
    Waiting.until(
        "the viewer heard of its server",
        LIMIT,
        () -> viewer.heard(TICK).stream().anyMatch(tick -> tick.encode().contains("\"ok\"")));
    Set<Object> seen = new HashSet<>();
    for (JsonObject event : viewer.heard(TICK)) {
      event.getJsonObject("data").getJsonArray("server").forEach(seen::add);
    }
    assertEquals(Set.of("", "a"), seen);
  }

  @Test
  @Order(2)
  void each_node_tells_how_it_is() throws Exception {
    for (String node : List.of("one", "two")) {
      Waiting.until("how " + node + " is", LIMIT, () -> load(node) != null);
      JsonObject load = load(node);
      assertEquals(3, load.getInteger("activeServers"));
      assertTrue(load.getLong("memoryUsedMb") < load.getLong("memoryTotalMb"), "" + load);
      assertTrue(load.getDouble("memoryPercent") > 0, "" + load);
    }
  }

  /** The last word of a node; null when it said nothing yet. */
  private static JsonObject load(String node) {
    return operator.heard(Addresses.EVENT_NODE_LOAD).stream()
        .filter(event -> event.getString("node").startsWith(node + "@"))
        .map(event -> event.getJsonObject("data"))
        .reduce((first, second) -> second)
        .orElse(null);
  }

  @Test
  @Order(3)
  void the_same_figures_are_at_metrics() throws Exception {
    for (String word : List.of("connections_open", "process_threads")) {
      Waiting.until(
          word,
          LIMIT,
          () -> metrics(one, two).contains("omnibus_server_" + word + "{server=\"a\"}"));
    }
    String metrics = metrics(one);
    assertTrue(metrics.contains("jvm_memory_used_bytes"));
    assertTrue(metrics.contains("omnibus_node_memory_used_bytes "));
    assertTrue(metrics.contains("omnibus_tool_calls_total{outcome=\"ok\",server=\"a\""));
    for (String line : metrics.lines().filter(line -> line.startsWith("# HELP omni")).toList()) {
      assertTrue(line.split(" ", 4).length == 4 && !line.split(" ", 4)[3].isBlank(), line);
      assertFalse(line.split(" ", 4)[2].matches(".*(_ms|_millis|_percent|_count)"), line);
    }
    assertTrue(
        metrics
            .lines()
            .filter(line -> line.matches("# TYPE omnibus_\\S+ counter"))
            .allMatch(line -> line.contains("_total ")));
  }

  private static String metrics(NodeProcess... nodes) throws Exception {
    StringBuilder all = new StringBuilder();
    for (NodeProcess node : nodes) {
      all.append(NodeProcess.get(node.opsPort(), "/metrics").orElseThrow().body());
    }
    return all.toString();
  }

  @Test
  @Order(4)
  void counters_equal_what_the_server_counted_though_a_node_is_killed() throws Exception {
    Map<String, Long> before = counted("a");
    try (Agents steady = agents(one, "c").call(AGENTS, CALLS / 2)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        killed(CALLS / 2 / KILLS);
        if (kill < KILLS) {
          two.start();
        }
      }
      steady.await(PATIENCE);
      awaitEqual("c", steady);
    }
    assertEquals(before, counted("a"), "what nobody called was not called");
  }

  /**
   * A node dies while it serves. What it did not tell any more is what ended after the last second
   * that it told; of calls without an answer each agent has one at most.
   */
  private static void killed(long calls) throws Exception {
    long upstreamBefore = upstream.calls("b");
    long toldBefore = toldOfB();
    try (Agents doomed = agents(two, "b").call(AGENTS, Long.MAX_VALUE)) {
      Waiting.until(
          "calls over the other node",
          PATIENCE,
          () -> doomed.answered() >= calls && toldOfB() > toldBefore,
          () -> doomed.answers() + " of " + calls);
      two.kill();
      doomed.await(PATIENCE);
      long later = FIGURES.last("one") + 3;
      Waiting.until("what it told has come", LIMIT, () -> FIGURES.last("one") > later);
      long reached = upstream.calls("b") - upstreamBefore;
      long told = toldOfB() - toldBefore;
      assertEquals(
          Set.of("ok", "tool", "protocol", "transport"), doomed.answers().keySet(), "answers");
      assertTrue(doomed.unanswered() <= AGENTS, doomed.unanswered() + " unanswered");
      assertTrue(reached >= doomed.answered(), reached + " came of " + doomed.answers());
      assertTrue(reached <= doomed.answered() + doomed.unanswered(), reached + " came");
      assertTrue(told <= reached, told + " told of " + reached);
      long due = doomed.answeredUntil(FIGURES.last("two")) - AGENTS;
      assertTrue(told >= due, told + " told, " + due + " due");
      System.out.printf(
          "a node was killed: %,d calls came, %,d answered, %,d told, %,d of them due%n",
          reached, doomed.answered(), told, due);
    }
  }

  /** What became of calls to a server of which nobody but the node that is killed is asked. */
  private static long toldOfB() {
    return told("two", "b").values().stream().mapToLong(n -> n).sum();
  }
}
