package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.coordinator.Tiny;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.McpAgent;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.Password;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators do to servers that agents use, on a real node. */
@Timeout(240)
class OperatingIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static NodeProcess node;
  private static Operator admin;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    node = new NodeProcess("operated", folder);
    ServersFile fleet = new ServersFile();
    for (String name : new String[] {"a1", "a2", "b1", "busy", "kept"}) {
      fleet.put(name, Tiny.entry());
    }
    fleet.put("tri", Tiny.entry().put("replicas", 3));
    fleet.put("quad", Tiny.entry().put("replicas", 3));
    fleet.put("back", Tiny.entry()).put("plain", Tiny.entry());
    fleet.demoHttp("web", FreePort.next());
    fleet.put("lazy", Tiny.entry().put("lazy", true));
    node.write("servers.json", fleet.text()).write("access.json", access()).start();
    token = Operator.token(node.port(), "admin", NodeProcess.PASSWORD);
    admin = Operator.open(node.port(), token).hear("event.server.lifecycle");
    for (String name :
        new String[] {"a1", "a2", "b1", "busy", "kept", "tri", "quad", "back", "plain", "web"}) {
      admin.awaitState(name, "healthy", LIMIT);
    }
  }

  @AfterAll
  static void stop() {
    admin.close();
    node.close();
  }

  private static String access() {
    JsonArray all = JsonArray.of("*");
    JsonObject roles =
        new JsonObject()
            .put("admin", role(all, new JsonObject().put("*", all)))
            .put("few", role(JsonArray.of("command.server.*"), new JsonObject().put("a*", all)))
            .put(
                "mute",
                role(JsonArray.of("command.server.*"), new JsonObject().put("*", List.of())))
            .put("viewer", role(JsonArray.of("query.*"), new JsonObject().put("*", all)));
    JsonObject users = new JsonObject();
    for (String role : roles.fieldNames()) {
      users.put(
          role, new JsonObject().put("password", Password.HASH).put("roles", JsonArray.of(role)));
    }
    return new JsonObject().put("roles", roles).put("users", users).encode();
  }

  private static JsonObject role(JsonArray requests, JsonObject servers) {
    return new JsonObject()
        .put("requests", requests)
        .put("events", JsonArray.of("*"))
        .put("servers", servers);
  }

  private static Operator as(String user) throws Exception {
    return Operator.open(node.port(), Operator.token(node.port(), user, NodeProcess.PASSWORD));
  }

  private static JsonObject server(String name) {
    return new JsonObject().put("server", name);
  }

  private static McpAgent agent(String server) throws Exception {
    return new McpAgent(node.port(), "/mcp/" + server, token).initialize();
  }

  private static JsonObject result(JsonObject answer) {
    return answer.getJsonArray("results").getJsonObject(0);
  }

  private static JsonObject waiting(String server) {
    return server(server).put("wait", true).put("timeoutMs", 55_000);
  }

  @Test
  void a_dry_run_names_the_calls_the_sessions_and_whose_they_are_and_touches_nothing()
      throws Exception {
    McpAgent agent = agent("busy");
    CompletableFuture<HttpResponse<String>> nap = agent.callLater("nap");
    JsonObject body = server("busy").put("dryRun", true);
    JsonObject[] last = new JsonObject[1];
    Waiting.until(
        "the call is counted",
        LIMIT,
        () -> {
          last[0] =
              admin.ask("command.server.restart", body).getJsonArray("servers").getJsonObject(0);
          return last[0].getInteger("calls") == 1;
        });
    assertEquals(1, last[0].getInteger("sessions"));
    assertEquals(
        new JsonObject().put("user", "admin").put("calls", 1).put("sessions", 1),
        last[0].getJsonArray("callers").getJsonObject(0));
    assertEquals("healthy", last[0].getString("state"));
    assertEquals(200, nap.get().statusCode());
    assertEquals("healthy", admin.status("busy").getString("state"));
  }

  private static int callsThatADrainWouldHit(String server) throws Exception {
    return admin
        .ask("command.server.drain", server(server).put("dryRun", true))
        .getJsonArray("servers")
        .getJsonObject(0)
        .getInteger("calls");
  }

  @Test
  void a_drained_server_finishes_what_is_under_way_and_takes_nothing_new() throws Exception {
    McpAgent agent = agent("a1");
    CompletableFuture<HttpResponse<String>> nap = agent.callLater("nap");
    Waiting.until("the call is under way", LIMIT, () -> callsThatADrainWouldHit("a1") == 1);
    JsonObject drained = admin.ask("command.server.drain", waiting("a1").put("reason", "look"));
    assertEquals("nothing is under way", result(drained).getString("detail"));
    assertEquals(0, callsThatADrainWouldHit("a1"), "it was waited for");
    assertEquals(200, nap.get(60, TimeUnit.SECONDS).statusCode());
    admin.awaitStatus(
        "a1", LIMIT, s -> s.getString("reason", "").startsWith("drained by admin: look"));
    HttpResponse<String> refused = new McpAgent(node.port(), "/mcp/a1", token).tryInitialize();
    assertEquals(503, refused.statusCode());
    assertTrue(refused.headers().firstValue("Retry-After").isPresent());
    assertTrue(result(admin.ask("command.server.undrain", waiting("a1"))).getBoolean("ok"));
    admin.awaitState("a1", "healthy", LIMIT);
    assertEquals(200, agent.call("echo").statusCode());
  }

  @Test
  void replicas_are_made_anew_one_after_the_other_and_no_call_fails() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    McpAgent[] agents = {agent("tri"), agent("tri"), agent("tri")};
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; !over.get(); i = (i + 1) % agents.length) {
                assertEquals(200, agents[i].callNow("echo").statusCode());
                calls.incrementAndGet();
              }
            });
    Waiting.until("calls are made", LIMIT, () -> calls.get() > 0 || load.isDone());
    List<Long> before = pids("tri");
    JsonObject answer = admin.ask("command.server.restart", waiting("tri"));
    Waiting.until("they go on", LIMIT, () -> calls.get() > 10 || load.isDone());
    over.set(true);
    load.get();
    assertTrue(result(answer).getBoolean("ok"), answer.encode());
    Waiting.until(
        "three others run",
        LIMIT,
        () -> pids("tri").size() == 3 && pids("tri").stream().noneMatch(before::contains),
        () -> before + " before");
  }

  @Test
  void agents_see_nothing_of_a_restart_of_a_server_that_is_but_one() throws Exception {
    for (String server : new String[] {"plain", "web"}) {
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger calls = new AtomicInteger();
      McpAgent old = agent(server);
      CompletableFuture<Void> load =
          CompletableFuture.runAsync(
              () -> {
                while (!over.get()) {
                  assertEquals(200, old.callNow("echo").statusCode(), server);
                  assertEquals(200, freshAgent(server).callNow("echo").statusCode(), server);
                  calls.incrementAndGet();
                }
              });
      assertTrue(
          result(admin.ask("command.server.restart", waiting(server))).getBoolean("ok"), server);
      int before = calls.get();
      Waiting.until("they go on", LIMIT, () -> calls.get() > before || load.isDone());
      over.set(true);
      load.get();
    }
  }

  private static McpAgent freshAgent(String server) {
    try {
      return agent(server);
    } catch (Exception e) {
      throw new AssertionError(server, e);
    }
  }

  @Test
  void who_comes_to_a_stopped_server_is_not_told_to_come_back() throws Exception {
    assertTrue(result(admin.ask("command.server.stop", waiting("plain"))).getBoolean("ok"));
    admin.awaitState("plain", "stopped", LIMIT);
    HttpResponse<String> refused = new McpAgent(node.port(), "/mcp/plain", token).tryInitialize();
    assertEquals(503, refused.statusCode());
    assertEquals("", refused.headers().firstValue("Retry-After").orElse(""));
    assertTrue(result(admin.ask("command.server.start", waiting("plain"))).getBoolean("ok"));
    admin.awaitState("plain", "healthy", LIMIT);
  }

  @Test
  void replicas_take_a_new_definition_in_turn_and_the_first_that_is_no_good_ends_it()
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    McpAgent[] agents = {agent("quad"), agent("quad"), agent("quad")};
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; !over.get(); i = (i + 1) % agents.length) {
                assertEquals(200, agents[i].callNow("echo").statusCode());
              }
            });
    List<Long> before = pids("quad");
    JsonObject lacking = Tiny.entry("lacks").put("replicas", 3);
    JsonObject lost =
        result(admin.ask("command.server.reload", waiting("quad").put("definition", lacking)));
    assertFalse(lost.getBoolean("ok"), lost.encode());
    assertTrue(lost.getString("detail").contains("0 of 3 replicas are new"), lost.encode());
    assertTrue(lost.getString("detail").contains("the old one is in force again"), lost.encode());
    Waiting.until(
        "all serve",
        LIMIT,
        () -> pids("quad").size() == 3 && !pids("quad").contains(before.get(0)));
    List<Long> after = pids("quad");
    assertEquals(before.subList(1, 3), after.subList(1, 3), "the others never changed");

    JsonObject other = Tiny.entry("other").put("replicas", 3);
    JsonObject taken = admin.ask("command.server.reload", waiting("quad").put("definition", other));
    assertTrue(result(taken).getBoolean("ok"), taken.encode());
    Waiting.until(
        "each starts when the one before takes calls again",
        LIMIT,
        () ->
            turns(taken.getString("operation")).equals(List.of("1+", "1-", "2+", "2-", "3+", "3-")),
        () -> "" + turns(taken.getString("operation")));
    over.set(true);
    load.get();
    Waiting.until("all are new", LIMIT, () -> pids("quad").stream().noneMatch(after::contains));
  }

  /** Which replica was taken out, and which came back, as the events tell it. */
  private static List<String> turns(String operation) {
    return admin.heard("event.server.lifecycle").stream()
        .map(event -> event.getJsonObject("data"))
        .filter(step -> operation.equals(step.getString("operation")))
        .filter(step -> "done".equals(step.getString("phase")))
        .filter(step -> List.of("drain", "undrain").contains(step.getString("step")))
        .map(
            step ->
                step.getInteger("replica") + (step.getString("step").equals("drain") ? "+" : "-"))
        .toList();
  }

  private static List<Long> pids(String server) throws Exception {
    return admin.status(server).getJsonArray("replicas").stream()
        .map(one -> ((JsonObject) one).getLong("pid"))
        .filter(Objects::nonNull)
        .toList();
  }

  @Test
  void a_definition_that_is_no_good_is_rolled_back_and_that_is_said() throws Exception {
    String before = Files.readString(node.conf().resolve("servers.json"));
    JsonObject lacking = waiting("kept").put("definition", Tiny.entry("lacks"));
    JsonObject lost = result(admin.ask("command.server.reload", lacking));
    assertFalse(lost.getBoolean("ok"));
    assertTrue(lost.getString("detail").contains("gone: add"), lost.encode());
    assertTrue(lost.getString("detail").contains("the old one is in force again"), lost.encode());
    assertEquals(before, Files.readString(node.conf().resolve("servers.json")));

    JsonObject missing = new JsonObject().put("command", "/no/such/program");
    JsonObject dead =
        result(admin.ask("command.server.reload", waiting("kept").put("definition", missing)));
    assertTrue(dead.getString("detail").contains("no such program"), dead.encode());
    admin.awaitState("kept", "healthy", LIMIT);
    assertEquals(2, admin.status("kept").getJsonObject("link").getInteger("tools"));

    JsonObject accepted =
        result(admin.ask("command.server.reload", lacking.put("missingTools", "accept")));
    assertTrue(accepted.getBoolean("ok"), accepted.encode());
    assertTrue(Files.readString(node.conf().resolve("servers.json")).contains("lacks"));
  }

  @Test
  void a_reload_that_fails_goes_back_to_the_definition_before() throws Exception {
    JsonObject broken = new JsonObject(Files.readString(node.conf().resolve("servers.json")));
    broken
        .getJsonObject("mcpServers")
        .put("back", new JsonObject().put("command", "/no/such/program"));
    node.write("servers.json", broken.encodePrettily());
    admin.awaitStatus(
        "back", LIMIT, status -> status.getString("reason", "").contains("no such program"));
    JsonObject failed = result(admin.ask("command.server.reload", waiting("back")));
    assertFalse(failed.getBoolean("ok"), failed.encode());
    assertTrue(failed.getString("detail").contains("no such program"), failed.encode());
    assertTrue(
        failed.getString("detail").contains("the old one is in force again, and the server runs"),
        failed.encode());
    admin.awaitState("back", "healthy", LIMIT);
    assertFalse(Files.readString(node.conf().resolve("servers.json")).contains("/no/such/program"));
  }

  @Test
  void a_server_that_sleeps_is_woken_by_the_call_of_an_agent() throws Exception {
    admin.awaitStatus("lazy", LIMIT, s -> s.getString("reason", "").startsWith("asleep"));
    assertEquals(200, agent("lazy").call("echo").statusCode());
    admin.awaitState("lazy", "healthy", LIMIT);
  }

  @Test
  void a_canary_that_fails_fails_the_restart() throws Exception {
    JsonObject canary = new JsonObject().put("tool", "echo");
    assertTrue(
        result(admin.ask("command.server.restart", waiting("b1").put("canary", canary)))
            .getBoolean("ok"));
    admin.ask("command.server.reload", waiting("b1").put("definition", Tiny.entry("canary-fails")));
    JsonObject failed =
        result(admin.ask("command.server.restart", waiting("b1").put("canary", canary)));
    assertFalse(failed.getBoolean("ok"), failed.encode());
    assertTrue(failed.getString("detail").contains("canary"), failed.encode());
  }

  @Test
  void disabling_writes_one_word_into_the_file_and_enabling_takes_it_back() throws Exception {
    String before = Files.readString(node.conf().resolve("servers.json"));
    assertTrue(result(admin.ask("command.server.disable", waiting("a2"))).getBoolean("ok"));
    admin.awaitState("a2", "disabled", LIMIT);
    String off = Files.readString(node.conf().resolve("servers.json"));
    assertFalse(
        new JsonObject(off).getJsonObject("mcpServers").getJsonObject("a2").getBoolean("enabled"));
    assertTrue(off.lines().count() - before.lines().count() == 1, "the rest stays as it was");
    JsonObject start = admin.tryAsk("command.server.start", server("a2"));
    assertEquals(409, start.getInteger("failureCode"));
    assertTrue(result(admin.ask("command.server.enable", waiting("a2"))).getBoolean("ok"));
    admin.awaitState("a2", "healthy", LIMIT);
  }

  @Test
  void a_list_reaches_no_server_that_its_caller_may_not_see() throws Exception {
    try (Operator few = as("few")) {
      JsonObject all = new JsonObject().put("servers", JsonArray.of("*")).put("dryRun", true);
      List<String> hit =
          few.ask("command.server.stop", all).getJsonArray("servers").stream()
              .map(one -> ((JsonObject) one).getString("server"))
              .toList();
      assertEquals(List.of("a1", "a2"), hit);
      JsonObject exact = new JsonObject().put("servers", JsonArray.of("a1", "b1"));
      assertEquals(403, few.tryAsk("command.server.stop", exact).getInteger("failureCode"));
      JsonObject number = new JsonObject().put("servers", JsonArray.of(7));
      assertEquals("err", few.tryAsk("command.server.stop", number).getString("type"));
    }
    admin.awaitState("b1", "healthy", LIMIT);
  }

  @Test
  void what_an_order_brings_along_needs_rights_of_its_own() throws Exception {
    String before = Files.readString(node.conf().resolve("servers.json"));
    try (Operator few = as("few");
        Operator mute = as("mute")) {
      JsonObject shell = new JsonObject().put("command", "sh");
      JsonObject definition = server("a1").put("definition", shell);
      assertEquals(403, few.tryAsk("command.server.reload", definition).getInteger("failureCode"));
      JsonObject canary = server("a1").put("canary", new JsonObject().put("tool", "echo"));
      assertEquals(403, mute.tryAsk("command.server.restart", canary).getInteger("failureCode"));
    }
    assertEquals(before, Files.readString(node.conf().resolve("servers.json")));
  }

  @Test
  void who_may_not_is_refused_and_that_is_noted() throws Exception {
    try (Operator viewer = as("viewer")) {
      assertEquals(
          403, viewer.tryAsk("command.server.stop", server("b1")).getInteger("failureCode"));
    }
    JsonObject query = new JsonObject().put("user", "viewer").put("outcome", "refused");
    Waiting.until(
        "the refusal is in the audit log",
        LIMIT,
        () ->
            admin
                .ask("query.audit.search", query)
                .getJsonArray("rows")
                .encode()
                .contains("command.server.stop"));
    admin.awaitState("b1", "healthy", LIMIT);
  }
}
