package dev.omnibus.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two real nodes and one server with four processes, which are spread over them. */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicasClusterIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final AtomicInteger IDS = new AtomicInteger();
  private static final String SERVER = "twins";

  @TempDir static Path folder;
  private static NodeProcess one;
  private static NodeProcess two;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    one = new NodeProcess("r1", folder);
    two = new NodeProcess("r2", folder, one.clusterPort());
    String program = Path.of("src/test/peers/twin.mjs").toAbsolutePath().toString();
    JsonObject entry =
        new JsonObject()
            .put("command", "node")
            .put("args", JsonArray.of(program))
            .put("replicas", 4);
    one.write("servers.json", new ServersFile().put(SERVER, entry).text()).start();
    two.start();
    token = Operator.token(one.port(), "admin", NodeProcess.PASSWORD);
    for (NodeProcess node : new NodeProcess[] {one, two}) {
      try (Operator operator = Operator.open(node.port(), token)) {
        operator.awaitStatus(SERVER, LIMIT, s -> healthy(s) && owners(s).size() == 2);
      }
    }
  }

  @AfterAll
  static void stop() {
    two.close();
    one.close();
  }

  private static boolean healthy(JsonObject status) {
    return status.getString("state").equals("healthy") && replicas(status).size() == 4;
  }

  private static Map<Integer, JsonObject> replicas(JsonObject status) {
    return status.getJsonArray("replicas", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .collect(Collectors.toMap(r -> r.getInteger("replica"), r -> r, (a, b) -> a, TreeMap::new));
  }

  private static Set<String> owners(JsonObject status) {
    return replicas(status).values().stream()
        .map(r -> r.getString("owner"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> pids(JsonObject status) {
    return replicas(status).values().stream()
        .map(r -> String.valueOf(r.getLong("pid")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static HttpResponse<String> post(
      NodeProcess node, String session, String method, JsonObject params) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/mcp/" + SERVER))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    if (session != null) {
      request.header("Mcp-Session-Id", session);
    }
    JsonObject message =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", IDS.incrementAndGet())
            .put("method", method)
            .put("params", params);
    return HTTP.send(
        request.POST(BodyPublishers.ofString(message.encode())).build(), BodyHandlers.ofString());
  }

  private static String session(NodeProcess node) throws Exception {
    JsonObject params =
        new JsonObject()
            .put("protocolVersion", "2025-11-25")
            .put("capabilities", new JsonObject())
            .put("clientInfo", new JsonObject().put("name", "a").put("version", "1"));
    return post(node, null, "initialize", params)
        .headers()
        .firstValue("Mcp-Session-Id")
        .orElseThrow();
  }

  private static HttpResponse<String> call(NodeProcess node, String session, String tool)
      throws Exception {
    JsonObject arguments = new JsonObject().put("word", session);
    return post(
        node,
        session,
        "tools/call",
        new JsonObject().put("name", tool).put("arguments", arguments));
  }

  /** What a tool said, in JSON or on a stream. */
  private static String said(HttpResponse<String> answer) {
    String body = answer.body();
    int from = body.lastIndexOf("data: ");
    JsonObject message = new JsonObject(from < 0 ? body : body.substring(from + 6));
    return message
        .getJsonObject("result", new JsonObject())
        .getJsonArray("content", JsonArray.of(message))
        .getJsonObject(0)
        .getString("text");
  }

  private static JsonObject status(NodeProcess node) throws Exception {
    try (Operator operator = Operator.open(node.port(), token)) {
      return operator.status(SERVER);
    }
  }

  @Test
  @Order(1)
  void its_processes_run_on_both_nodes_and_each_gets_agents_of_both() throws Exception {
    JsonObject status = status(two);
    assertEquals(4, pids(status).size(), status::encode);
    Set<String> asked = new TreeSet<>();
    for (int i = 0; i < 12; i++) {
      NodeProcess node = i % 2 == 0 ? one : two;
      asked.add(said(call(node, session(node), "who")));
    }
    assertTrue(pids(status).containsAll(asked), () -> asked + " of " + pids(status));
    assertTrue(asked.size() >= 3, () -> "agents are spread: " + asked);
  }

  @Test
  @Order(2)
  void a_session_is_at_one_process_whichever_node_its_agent_comes_to() throws Exception {
    String session = session(one);
    String who = said(call(one, session, "who"));
    call(one, session, "keep");
    for (NodeProcess node : new NodeProcess[] {two, one, two}) {
      assertEquals(who, said(call(node, session, "who")));
      assertEquals(session, said(call(node, session, "kept")));
    }
  }

  @Test
  @Order(3)
  void the_death_of_its_process_costs_a_session_its_state_and_says_so() throws Exception {
    String session = session(one);
    String who = said(call(one, session, "who"));
    assertEquals(
        502, call(one, session, "die").statusCode(), "what may have been done is not redone");
    HttpResponse<String> next = call(one, session, "who");
    assertNotEquals(who, said(next));
    assertEquals("1", next.headers().firstValue("Omnibus-Session-Renewed").orElse(""));
    String home = said(next);
    knows(two, home);
    assertEquals(home, said(call(two, session, "who")), "the other node knows where it went");
  }

  /** The node has heard that the process that a session lives in is well. */
  private static void knows(NodeProcess node, String pid) throws Exception {
    try (Operator operator = Operator.open(node.port(), token)) {
      operator.awaitStatus(
          SERVER,
          LIMIT,
          status ->
              replicas(status).values().stream()
                  .anyMatch(
                      r ->
                          pid.equals(String.valueOf(r.getLong("pid")))
                              && "healthy".equals(r.getString("state"))));
    }
  }

  @Test
  @Order(4)
  void an_operator_restarts_one_replica_and_no_other() throws Exception {
    try (Operator operator = Operator.open(two.port(), token)) {
      JsonObject before = operator.awaitStatus(SERVER, LIMIT, ReplicasClusterIT::healthy);
      operator.ask(
          "command.server.restart", new JsonObject().put("server", SERVER).put("replica", 2));
      Long old = replicas(before).get(2).getLong("pid");
      JsonObject after =
          operator.awaitStatus(
              SERVER, LIMIT, s -> healthy(s) && !old.equals(replicas(s).get(2).getLong("pid")));
      for (int other : new int[] {1, 3, 4}) {
        assertEquals(
            replicas(before).get(other).getLong("pid"), replicas(after).get(other).getLong("pid"));
      }
    }
  }

  @Test
  @Order(5)
  void when_a_node_dies_its_share_comes_up_on_the_other_and_sessions_go_on() throws Exception {
    String session = session(one);
    call(one, session, "who");
    two.kill();
    try (Operator operator = Operator.open(one.port(), token)) {
      operator.awaitStatus(SERVER, LIMIT, s -> healthy(s) && owners(s).size() == 1);
    }
    assertTrue(pids(status(one)).contains(said(call(one, session, "who"))));
  }
}
