package dev.omnibus.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Keys;
import dev.omnibus.bus.Addresses;
import dev.omnibus.client.Credentials;
import dev.omnibus.client.OmnibusClient;
import dev.omnibus.harness.McpAgent;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final int AGENTS = 4;
  private static final long CALLS = Boolean.getBoolean("omnibus.long") ? 1_000_000 : 1_200;
  private static final String[] TOOLS = {"ok", "ok", "ok", "bad", "made-up", "rpc", "ok", "drop"};

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
      servers.http(name, upstream.url(name));
    }
    one = new NodeProcess("one", folder);
    one.write("servers.json", servers.text());
    one.write("access.json", access().encode());
    one.write("omnibus.json", "{\"telemetry\":{\"systemHealthMs\":1000}}");
    one.start();
    two = new NodeProcess("two", folder, one.clusterPort());
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

  /** Calls of so many agents at once; ends early where a node is gone. */
  private static List<Future<Void>> call(NodeProcess node, String server, long calls) {
    ExecutorService threads = Executors.newFixedThreadPool(AGENTS);
    AtomicLong left = new AtomicLong(calls);
    List<Future<Void>> agents = new ArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      agents.add(threads.submit(() -> call(node, server, left)));
    }
    threads.shutdown();
    return agents;
  }

  private static Void call(NodeProcess node, String server, AtomicLong left) throws Exception {
    McpAgent agent = new McpAgent(node.port(), "/mcp/" + server, ALL).initialize();
    for (long n = left.decrementAndGet(); n >= 0; n = left.decrementAndGet()) {
      try {
        agent.call(TOOLS[(int) (n % TOOLS.length)]);
      } catch (IOException gone) {
        return null;
      }
    }
    return null;
  }

  private static void await(List<Future<Void>> agents) throws Exception {
    for (Future<Void> agent : agents) {
      agent.get(Math.max(120, CALLS / 100), TimeUnit.SECONDS);
    }
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

  private static void awaitEqual(String server) throws InterruptedException {
    Waiting.until(
        "the figures of '" + server + "' are those of the server",
        LIMIT,
        () -> told("one", server).equals(counted(server)),
        () -> told("one", server) + " instead of " + counted(server));
    long madeUp = upstream.counts(server).getOrDefault("made-up", 0L);
    SeriesKey others = SeriesKey.tool(server, SeriesKey.OTHER);
    assertTrue(FIGURES.sum("one", others, Metric.CALLS) >= madeUp);
    assertEquals(0, FIGURES.sum("one", SeriesKey.tool(server, "made-up"), Metric.CALLS));
  }

  @Test
  @Order(1)
  void nobody_hears_figures_of_a_server_that_they_may_not_see() throws Exception {
    await(call(one, "b", 20));
    await(call(one, "a", 20));
    awaitEqual("a");
    awaitEqual("b");
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
    Waiting.until(
        "the metrics",
        LIMIT,
        () -> metrics().contains("omnibus_measured_pool_open{replica=\"0\",server=\"a\"}"));
    String metrics = metrics();
    assertTrue(metrics.contains("jvm_memory_used_bytes"));
    assertTrue(metrics.contains("omnibus_measured_heap_used{replica=\"0\",server=\"\"}"));
    assertTrue(metrics.contains("omnibus_measured_breaker{replica=\"0\",server="));
    assertTrue(metrics.contains("omnibus_mcp_calls_total{method=\"tools/call\",outcome=\"ok\""));
    assertFalse(metrics.contains("omnibus_measured_calls"));
  }

  private static String metrics() throws Exception {
    return NodeProcess.get(one.opsPort(), "/metrics").orElseThrow().body();
  }

  @Test
  @Order(4)
  void counters_equal_what_the_server_counted_though_a_node_is_killed() throws Exception {
    long before = upstream.calls("b");
    List<Future<Void>> first = call(one, "a", CALLS / 2);
    List<Future<Void>> second = call(two, "b", Long.MAX_VALUE);
    Waiting.until(
        "calls over the other node",
        LIMIT.plusSeconds(CALLS / 100),
        () -> upstream.calls("b") - before > CALLS / 6 && told("two", "b").get("ok") > 0);
    two.kill();
    await(second);
    await(call(one, "c", CALLS / 3));
    await(first);
    awaitEqual("a");
    awaitEqual("c");
    explained();
  }

  /** What a killed node had not told yet is what ended after the last second that it told. */
  private static void explained() {
    long told =
        told("two", "b").values().stream().mapToLong(n -> n).sum()
            + told("one", "b").values().stream().mapToLong(n -> n).sum();
    assertTrue(told <= upstream.calls("b"), told + " told of " + upstream.counts("b"));
    long due = upstream.callsUntil("b", FIGURES.last("two")) - AGENTS;
    assertTrue(told >= due, told + " told, " + due + " due");
  }
}
