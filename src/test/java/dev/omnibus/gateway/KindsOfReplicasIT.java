package dev.omnibus.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.Peer;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.Vertx;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real node before replicas that are processes, or SSE servers, or one for each agent. */
@Timeout(240)
class KindsOfReplicasIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path PEERS = Path.of("src/test/peers").toAbsolutePath();
  private static final String TWIN = PEERS.resolve("twin.mjs").toString();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Vertx VERTX = Vertx.vertx();
  private static final AtomicInteger IDS = new AtomicInteger();

  @TempDir static Path folder;
  private static List<Peer> overSse;
  private static Twin castor;
  private static Twin pollux;
  private static NodeProcess node;
  private static String token;
  private static final ServersFile SERVERS = new ServersFile();

  @BeforeAll
  static void start() throws Exception {
    castor = new Twin(VERTX, "castor", new ConcurrentHashMap<>());
    pollux = new Twin(VERTX, "pollux", new ConcurrentHashMap<>());
    List<String> sse = List.of("node", TWIN, "sse");
    overSse = List.of(new Peer(folder.toFile(), sse), new Peer(folder.toFile(), sse));
    JsonArray urls = new JsonArray();
    for (Peer peer : overSse) {
      peer.await("it listens", 0, line -> line.containsKey("url"));
      urls.add(peer.lines().get(0).getString("url"));
    }
    node = new NodeProcess("kinds", folder);
    JsonObject balance = new JsonObject().put("slowStartMs", 1);
    node.write(
        "omnibus.json",
        new JsonObject().put("gateway", new JsonObject().put("balance", balance)).encode());
    SERVERS
        .put("processes", program().put("replicas", 3))
        .put("sse", new JsonObject().put("type", "sse").put("urls", urls))
        .put("own", program().put("replicas", 2).put("sessions", "own"))
        .put("program", program())
        .put("address", new JsonObject().put("url", castor.url("/mcp")));
    node.write("servers.json", SERVERS.text()).start();
    token = Operator.token(node.port(), "admin", NodeProcess.PASSWORD);
    try (Operator operator = Operator.open(node.port(), token)) {
      for (String server : SERVERS.names()) {
        operator.awaitState(server, "healthy", LIMIT);
      }
      operator.awaitStatus("processes", LIMIT, s -> s.getJsonArray("replicas").size() == 3);
    }
  }

  private static JsonObject program() {
    return new JsonObject().put("command", "node").put("args", JsonArray.of(TWIN));
  }

  @AfterAll
  static void stop() {
    node.close();
    overSse.forEach(Peer::close);
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  // --- agents of both eras

  private static HttpRequest request(String server, JsonObject message, String... headers) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/mcp/" + server))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .headers(headers)
        .POST(BodyPublishers.ofString(message.encode()))
        .build();
  }

  private static JsonObject message(String method, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", IDS.incrementAndGet())
        .put("method", method)
        .put("params", params);
  }

  private static JsonObject tool(String name) {
    JsonObject arguments = new JsonObject().put("ms", 700).put("word", name).put("n", IDS.get());
    return new JsonObject().put("name", name).put("arguments", arguments);
  }

  private static CompletableFuture<HttpResponse<String>> modern(String server, JsonObject params) {
    JsonObject able = new JsonObject().put("elicitation", new JsonObject());
    JsonObject meta =
        new JsonObject()
            .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
            .put("io.modelcontextprotocol/clientCapabilities", able);
    HttpRequest request =
        request(
            server,
            message("tools/call", params.copy().put("_meta", meta)),
            "MCP-Protocol-Version",
            "2026-07-28",
            "Mcp-Method",
            "tools/call",
            "Mcp-Name",
            params.getString("name"));
    return HTTP.sendAsync(request, BodyHandlers.ofString());
  }

  private static String session(String server) throws Exception {
    JsonObject params =
        new JsonObject()
            .put("protocolVersion", "2025-11-25")
            .put("capabilities", new JsonObject())
            .put("clientInfo", new JsonObject().put("name", "a").put("version", "1"));
    return HTTP.send(
            request(server, message("initialize", params), "A", "b"), BodyHandlers.ofString())
        .headers()
        .firstValue("Mcp-Session-Id")
        .orElseThrow();
  }

  private static HttpResponse<String> legacy(String server, String session, String tool)
      throws Exception {
    return HTTP.send(
        request(server, message("tools/call", tool(tool)), "Mcp-Session-Id", session),
        BodyHandlers.ofString());
  }

  private static JsonObject result(HttpResponse<String> answer) {
    String body = answer.body();
    int from = body.lastIndexOf("data: ");
    JsonObject message = new JsonObject(from < 0 ? body : body.substring(from + 6));
    return message.getJsonObject("result", new JsonObject());
  }

  /** What a tool said; what came instead if it said nothing. */
  private static String said(HttpResponse<String> answer) {
    JsonArray content = result(answer).getJsonArray("content");
    return content == null ? answer.body() : content.getJsonObject(0).getString("text");
  }

  private static Set<String> whoAnswers(String server) throws Exception {
    Set<String> pids = new TreeSet<>();
    for (int i = 0; i < 8; i++) {
      pids.add(said(modern(server, tool("who")).get()));
    }
    return pids;
  }

  private static void allAreKnown(String server, int count) throws Exception {
    Waiting.until("all of them answer", LIMIT, () -> whoAnswers(server).size() == count);
  }

  // --- facts

  @Test
  void each_call_of_a_modern_agent_goes_to_the_process_with_the_least_to_do() throws Exception {
    allAreKnown("processes", 3);
    List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      slow.add(modern("processes", tool("slow")));
    }
    Set<String> busy = new TreeSet<>();
    for (CompletableFuture<HttpResponse<String>> one : slow) {
      busy.add(said(one.get()));
    }
    assertEquals(3, busy.size(), () -> "one call each: " + busy);
  }

  @Test
  void a_call_that_asked_its_agent_goes_on_at_the_process_that_asked() throws Exception {
    allAreKnown("processes", 3);
    JsonObject ask = tool("ask");
    List<JsonObject> asked = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      asked.add(result(modern("processes", ask).get()));
    }
    for (JsonObject one : asked) {
      assertEquals("input_required", one.getString("resultType"), one::encode);
      String key = one.getJsonObject("inputRequests").fieldNames().iterator().next();
      JsonObject answer = new JsonObject().put(key, new JsonObject().put("action", "decline"));
      JsonObject again =
          ask.copy()
              .put("requestState", one.getString("requestState"))
              .put("inputResponses", answer);
      String said = said(modern("processes", again).get());
      assertTrue(said.endsWith(" decline"), said);
    }
  }

  @Test
  void the_death_of_a_process_costs_a_modern_agent_only_the_call_that_it_had() throws Exception {
    allAreKnown("processes", 3);
    assertEquals(502, modern("processes", tool("die")).get().statusCode());
    for (int i = 0; i < 10; i++) {
      HttpResponse<String> next = modern("processes", tool("who")).get();
      assertEquals(200, next.statusCode(), next::body);
    }
    allAreKnown("processes", 3);
  }

  @Test
  void sse_servers_are_replicas_like_any_other() throws Exception {
    Set<String> pids = new TreeSet<>();
    overSse.forEach(peer -> pids.add("" + peer.lines().get(0).getLong("pid")));
    Waiting.until("both answer modern agents", LIMIT, () -> whoAnswers("sse").equals(pids));
    Set<String> homes = new TreeSet<>();
    for (int i = 0; i < 12 && homes.size() < 2; i++) {
      String session = session("sse");
      String home = said(legacy("sse", session, "who"));
      homes.add(home);
      assertEquals(home, said(legacy("sse", session, "who")), "a session stays where it is");
    }
    assertEquals(pids, homes);
  }

  @Test
  void agents_with_a_process_of_their_own_have_it_at_one_replica_and_keep_it() throws Exception {
    Map<String, String> homes = new ConcurrentHashMap<>();
    for (int i = 0; i < 4; i++) {
      String session = session("own");
      homes.put(session, said(legacy("own", session, "who")));
      legacy("own", session, "keep");
    }
    assertEquals(4, new TreeSet<>(homes.values()).size(), "a process each");
    for (Map.Entry<String, String> one : homes.entrySet()) {
      assertEquals(one.getValue(), said(legacy("own", one.getKey(), "who")));
      assertEquals("keep", said(legacy("own", one.getKey(), "kept")));
    }
    assertEquals(1, whoAnswers("own").size(), "one without a session keeps its own too");
    String session = homes.keySet().iterator().next();
    legacy("own", session, "die");
    HttpResponse<String> next = legacy("own", session, "who");
    assertEquals("1", next.headers().firstValue("Omnibus-Session-Renewed").orElse(""), next::body);
    assertNotEquals(homes.get(session), said(next));
  }

  @Test
  void a_program_becomes_several_and_one_again_while_agents_call() throws Exception {
    turns("program", program().put("replicas", 2), program(), 2);
  }

  @Test
  void an_address_becomes_several_and_one_again_while_agents_call() throws Exception {
    JsonArray both = JsonArray.of(castor.url("/mcp"), pollux.url("/mcp"));
    JsonObject one = new JsonObject().put("url", pollux.url("/mcp"));
    turns("address", new JsonObject().put("urls", both), one, 2);
    assertEquals(Set.of("pollux"), whoLooks("address"));
  }

  private void turns(String server, JsonObject several, JsonObject one, int count)
      throws Exception {
    try (Agents agents = new Agents(server, server.equals("address") ? "look" : "who")) {
      agents.begin();
      agents.more(50);
      become(server, several, s -> s.getJsonArray("replicas", new JsonArray()).size() == count);
      agents.more(50);
      become(server, one, s -> !s.containsKey("replicas"));
      agents.more(50);
      agents.end();
      assertEquals(List.of(), agents.failed, "calls that may be repeated do not fail");
    }
  }

  /** Four of both eras that call one after the other; what fails one of them, the others go on. */
  private static final class Agents implements AutoCloseable {

    private final List<String> failed = new CopyOnWriteArrayList<>();
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicBoolean on = new AtomicBoolean(true);
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final List<Future<?>> running = new ArrayList<>();
    private final String server;
    private final String tool;

    Agents(String server, String tool) {
      this.server = server;
      this.tool = tool;
    }

    void begin() throws Exception {
      for (int i = 0; i < 4; i++) {
        String session = i % 2 == 0 ? session(server) : null;
        running.add(pool.submit(() -> callWhileOn(session)));
      }
    }

    private void callWhileOn(String session) {
      while (on.get()) {
        try {
          call(session);
        } catch (Exception e) {
          failed.add(session + " " + e);
        }
      }
    }

    private void call(String session) throws Exception {
      HttpResponse<String> answer =
          session == null ? modern(server, tool(tool)).get() : legacy(server, session, tool);
      if (answer.statusCode() == 200 && result(answer).containsKey("content")) {
        good.incrementAndGet();
      } else {
        failed.add(session + " " + answer.statusCode() + " " + answer.body());
      }
    }

    void more(int count) throws Exception {
      int before = good.get();
      Waiting.until(
          "calls are answered",
          LIMIT,
          () -> good.get() >= before + count,
          () -> good.get() - before + " good, failed " + failed + "\n" + node.diagnosis());
    }

    void end() throws Exception {
      on.set(false);
      for (Future<?> agent : running) {
        agent.get();
      }
    }

    @Override
    public void close() {
      on.set(false);
      pool.shutdownNow();
    }
  }

  private static void become(String server, JsonObject entry, Predicate<JsonObject> fits)
      throws Exception {
    node.write("servers.json", SERVERS.put(server, entry).text());
    try (Operator operator = Operator.open(node.port(), token)) {
      operator.awaitStatus(
          server, LIMIT, s -> fits.test(s) && s.getString("state").equals("healthy"));
    }
  }

  private static Set<String> whoLooks(String server) throws Exception {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < 6; i++) {
      names.add(said(modern(server, tool("look")).get()));
    }
    return names;
  }
}
