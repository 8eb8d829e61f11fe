package dev.omnibus.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real node before two real replicas over HTTP, of which one is killed and comes back. */
@Timeout(240)
class ReplicasIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Vertx VERTX = Vertx.vertx();
  private static final Map<String, AtomicInteger> BOOK = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @TempDir static Path folder;
  private static Twin castor;
  private static Twin pollux;
  private static NodeProcess node;
  private static String token;
  private Operator operator;
  private final List<Answer> answers = new CopyOnWriteArrayList<>();

  /** What came of one call. */
  private record Answer(String call, int status, String text, String body) {
    boolean good() {
      return status == 200 && text != null;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    castor = new Twin(VERTX, "castor", BOOK);
    pollux = new Twin(VERTX, "pollux", BOOK);
    node = new NodeProcess("twins", folder);
    JsonObject balance = new JsonObject().put("slowStartMs", 4_000).put("ejectMs", 500);
    node.write(
        "omnibus.json",
        new JsonObject()
            .put("gateway", new JsonObject().put("balance", balance))
            .put(
                "health",
                new JsonObject()
                    .put("intervalMs", 1_000)
                    .put("fastMs", 200)
                    .put("breaker", new JsonObject().put("openMs", 1_000).put("openMaxMs", 1_000)))
            .encode());
    JsonObject narrow = new JsonObject().put("concurrency", 2).put("queue", 1).put("queueMs", 200);
    node.write(
        "servers.json",
        new ServersFile()
            .put("homes", twins("/mcp"))
            .put("free", twins("/free"))
            .put("rare", twins("/free").put("probe", new JsonObject().put("intervalMs", 3_600_000)))
            .put("narrow", new JsonObject().put("url", castor.url("/free")).put("limits", narrow))
            .text());
    node.start();
    token = Operator.token(node.port(), "admin", NodeProcess.PASSWORD);
  }

  private static JsonObject twins(String path) {
    return new JsonObject().put("urls", JsonArray.of(castor.url(path), pollux.url(path)));
  }

  @BeforeEach
  void await() throws Exception {
    operator = Operator.open(node.port(), token);
    for (String server : List.of("homes", "free", "rare")) {
      operator.awaitState(server, "healthy", LIMIT);
    }
  }

  @AfterEach
  void leave() {
    operator.close();
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  // --- an agent

  private static HttpResponse<String> post(String server, String session, JsonObject message)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/mcp/" + server))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    if (session != null) {
      request.header("Mcp-Session-Id", session);
    }
    return HTTP.send(
        request.POST(BodyPublishers.ofString(message.encode())).build(), BodyHandlers.ofString());
  }

  private static JsonObject request(String method, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", NUMBERS.incrementAndGet())
        .put("method", method)
        .put("params", params);
  }

  private static String session(String server) throws Exception {
    JsonObject params =
        new JsonObject()
            .put("protocolVersion", "2025-11-25")
            .put("capabilities", new JsonObject())
            .put("clientInfo", new JsonObject().put("name", "a").put("version", "1"));
    return post(server, null, request("initialize", params))
        .headers()
        .firstValue("Mcp-Session-Id")
        .orElse(null);
  }

  private static Answer call(String server, String session, String tool) throws Exception {
    int n = NUMBERS.incrementAndGet();
    JsonObject params =
        new JsonObject().put("name", tool).put("arguments", new JsonObject().put("n", n));
    HttpResponse<String> answer = post(server, session, request("tools/call", params));
    JsonObject body = new JsonObject(answer.body());
    JsonObject result = body.getJsonObject("result");
    String text =
        result == null ? null : result.getJsonArray("content").getJsonObject(0).getString("text");
    return new Answer(tool + " " + n, answer.statusCode(), text, answer.body());
  }

  /** So many agents at once, each call after call, as long as the flag stands. */
  private List<Future<Void>> load(
      ExecutorService pool, int agents, String server, boolean sessions, AtomicBoolean on) {
    List<Future<Void>> running = new ArrayList<>();
    for (int i = 0; i < agents; i++) {
      Callable<Void> agent =
          () -> {
            String session = sessions ? session(server) : null;
            for (int n = 0; on.get(); n++) {
              answers.add(call(server, session, n % 3 == 0 ? "pay" : "look"));
            }
            return null;
          };
      running.add(pool.submit(agent));
    }
    return running;
  }

  private void under(String server, boolean sessions, Callable<Void> what) throws Exception {
    AtomicBoolean on = new AtomicBoolean(true);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<Void>> running = load(pool, 8, server, sessions, on);
      answered(200);
      what.call();
      on.set(false);
      for (Future<Void> one : running) {
        one.get();
      }
    } finally {
      on.set(false);
      pool.shutdownNow();
    }
  }

  private void answered(int more) throws Exception {
    int before = answers.size();
    Waiting.until("calls are answered", LIMIT, () -> answers.size() >= before + more);
  }

  private void noneIsLostAndNoneDoneTwice() {
    List<Answer> lost =
        answers.stream().filter(a -> a.call().startsWith("look") && !a.good()).toList();
    assertEquals(List.of(), lost, "a call that may be repeated does not fail");
    List<String> twice =
        BOOK.entrySet().stream()
            .filter(e -> e.getKey().startsWith("pay") && e.getValue().get() > 1)
            .map(Map.Entry::getKey)
            .toList();
    assertEquals(List.of(), twice, "a call that may not be repeated is done once at most");
    for (Answer answer : answers) {
      if (answer.call().startsWith("pay") && answer.good()) {
        assertEquals(1, BOOK.get(answer.call()).get(), answer.call());
      }
    }
  }

  // --- facts

  @Test
  void calls_are_spread_and_the_death_of_a_replica_under_load_costs_no_safe_call()
      throws Exception {
    int before = castor.done.size();
    under(
        "free",
        false,
        () -> {
          assertTrue(castor.done.size() > before + 50, "both have their share");
          assertTrue(pollux.done.size() > 50, "both have their share");
          castor.kill();
          answered(200);
          int dead = castor.done.size();
          answered(100);
          assertEquals(dead, castor.done.size());
          castor.start();
          Waiting.until("it is asked again", LIMIT, () -> castor.done.size() > dead);
          int his = castor.done.size();
          int others = pollux.done.size();
          answered(100);
          int share = castor.done.size() - his;
          int other = pollux.done.size() - others;
          assertTrue(share < other, "who comes back starts slowly: " + share + " : " + other);
          return null;
        });
    noneIsLostAndNoneDoneTwice();
  }

  @Test
  void a_session_stays_at_its_replica_and_goes_on_at_another_when_that_is_gone() throws Exception {
    List<String> sessions = new ArrayList<>();
    Map<String, String> at = new ConcurrentHashMap<>();
    // Who has just become healthy gets few at first.
    Waiting.until(
        "both have sessions",
        LIMIT,
        () -> {
          String session = session("homes");
          sessions.add(session);
          at.put(session, call("homes", session, "look").text());
          return sessions.size() >= 6 && at.values().containsAll(List.of("castor", "pollux"));
        });
    for (String session : sessions) {
      for (int i = 0; i < 3; i++) {
        assertEquals(at.get(session), call("homes", session, "pay").text());
      }
    }
    under(
        "homes",
        true,
        () -> {
          pollux.kill();
          answered(150);
          return null;
        });
    noneIsLostAndNoneDoneTwice();
    for (String session : sessions) {
      assertEquals("castor", call("homes", session, "look").text());
    }
    pollux.start();
    operator.awaitState("homes", "healthy", LIMIT);
    for (String session : sessions) {
      assertEquals("castor", call("homes", session, "look").text(), "it does not go back");
    }
  }

  @Test
  void what_calls_met_with_is_known_long_before_the_next_probe() throws Exception {
    castor.kill();
    for (int i = 0; i < 6; i++) {
      assertTrue(call("rare", null, "look").good());
    }
    JsonObject told = operator.awaitStatus("rare", LIMIT, s -> state(s, 1, "disconnected"));
    assertEquals("degraded", told.getString("state"));
    assertTrue(state(told, 2, "healthy"), told::encode);
    castor.start();
    // An hour until the next probe is too long for the other tests.
    operator.ask(
        "command.server.restart", new JsonObject().put("server", "rare").put("replica", 1));
  }

  private static boolean state(JsonObject status, int replica, String state) {
    return status.getJsonArray("replicas").stream()
        .map(JsonObject.class::cast)
        .anyMatch(r -> r.getInteger("replica") == replica && r.getString("state").equals(state));
  }

  @Test
  void operators_see_one_server_and_stop_all_of_it_or_one_replica() throws Exception {
    List<String> names =
        operator.ask("query.server.list", new JsonObject()).getJsonArray("servers").stream()
            .map(s -> ((JsonObject) s).getString("server"))
            .toList();
    assertEquals(List.of("free", "homes", "narrow", "rare"), names);
    JsonObject one = new JsonObject().put("server", "free").put("replica", 1);
    operator.ask("command.server.stop", one);
    operator.awaitStatus("free", LIMIT, s -> state(s, 1, "stopped") && state(s, 2, "healthy"));
    for (int i = 0; i < 4; i++) {
      assertEquals("pollux", call("free", null, "look").text());
    }
    operator.ask("command.server.stop", new JsonObject().put("server", "free"));
    operator.awaitState("free", "stopped", LIMIT);
    assertEquals(503, call("free", null, "look").status());
    operator.ask("command.server.start", new JsonObject().put("server", "free"));
    operator.awaitState("free", "healthy", LIMIT);
    assertTrue(call("free", null, "look").good());
  }

  @Test
  void a_server_whose_places_are_taken_by_calls_that_hang_delays_no_other() throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    int before = castor.hanging;
    try {
      List<Future<?>> hung = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        hung.add(pool.submit(() -> call("narrow", null, "hang")));
      }
      Waiting.until("they hang", LIMIT, () -> castor.hanging == before + 2);
      HttpResponse<String> full =
          post("narrow", null, request("tools/call", new JsonObject().put("name", "look")));
      assertEquals(429, full.statusCode());
      assertEquals("1", full.headers().firstValue("Retry-After").orElse(""));
      assertTrue(call("free", null, "look").good());
      assertNotEquals(null, session("homes"));
      HttpResponse<String> all =
          HTTP.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/mcp"))
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .header("Accept", "application/json, text/event-stream")
                  .POST(BodyPublishers.ofString(request("tools/list", new JsonObject()).encode()))
                  .build(),
              BodyHandlers.ofString());
      assertTrue(all.body().contains("narrow__look"), all::body);
      assertTrue(all.body().contains("free__look"), all::body);
      assertTrue(hung.stream().noneMatch(Future::isDone), "nobody waits for the end of what hangs");
    } finally {
      pool.shutdownNow();
    }
  }
}
