package dev.omnibus.gateway.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Keys;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.mcp.Peers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents of both eras at real servers over stdio, HTTP+SSE and of the other era. */
@Timeout(240)
class PlaneIT {

  static final String ALL = "omk_all";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String STEPS =
      "\"arguments\":{\"duration\":1,\"steps\":4},\"_meta\":{\"progressToken\":1}";
  private static final String LONG = "trigger-long-running-operation";
  private static final String ELICIT = "trigger-elicitation-request";
  private static final Peers PEERS = new Peers();

  @TempDir private static Path folder;
  private static NodeProcess node;

  @BeforeAll
  static void start() throws Exception {
    node = new NodeProcess("plane", folder);
    String modern = Path.of("src/test/peers/modern-server.mjs").toAbsolutePath().toString();
    node.write(
        "servers.json",
        new ServersFile()
            .everything("everything")
            .put(
                "sse",
                new JsonObject()
                    .put("type", "sse")
                    .put("url", PEERS.everythingSse().at().url().toString()))
            .stdio("modern", "node", modern, "stdio", "reject")
            .http("asking", PEERS.askingHttp().url().toString())
            .http("http", PEERS.everythingHttp().url().toString())
            .text());
    node.write("access.json", access().encode());
    node.start();
    try (Operator operator = Operator.open(node.port(), ALL)) {
      for (String server : List.of("everything", "sse", "modern", "asking", "http")) {
        operator.awaitState(server, "healthy", LIMIT);
      }
    }
  }

  @AfterAll
  static void stop() {
    node.close();
    PEERS.close();
  }

  static JsonObject access() {
    JsonObject all =
        new JsonObject()
            .put("requests", JsonArray.of("query.*", "command.*"))
            .put("events", JsonArray.of("event.*"))
            .put("servers", new JsonObject().put("*", JsonArray.of("*")));
    JsonObject key =
        new JsonObject().put("sha256", Keys.sha256(ALL)).put("roles", JsonArray.of("all"));
    return new JsonObject()
        .put("users", new JsonObject())
        .put("roles", new JsonObject().put("all", all))
        .put("keys", new JsonObject().put("all", key));
  }

  private static ToyAgent legacy(String server) throws Exception {
    return new ToyAgent(node.port(), server, ALL).initialize();
  }

  private static ModernAgent modern(String server) {
    return new ModernAgent(node.port(), server, ALL);
  }

  private static String said(JsonObject reply) {
    return reply.getJsonObject("result").getJsonArray("content").getJsonObject(0).getString("text");
  }

  @Test
  void progress_over_stdio_comes_with_the_agents_token_and_before_the_result() throws Exception {
    Reading call = legacy("everything").stream(1, LONG, STEPS);
    JsonObject progress = call.message("notifications/progress").getJsonObject("params");
    assertEquals(1, progress.getInteger("progressToken"));
    assertTrue(said(call.answer()).contains("completed"));
  }

  @Test
  void two_agents_with_one_id_and_one_token_share_a_process_and_hear_their_own() throws Exception {
    Reading hers = legacy("everything").stream(1, LONG, STEPS);
    Reading his =
        legacy("everything").stream(
            1, LONG, "\"arguments\":{\"duration\":1,\"steps\":2},\"_meta\":{\"progressToken\":1}");
    assertEquals(
        4, hers.message("notifications/progress").getJsonObject("params").getInteger("total"));
    assertEquals(
        2, his.message("notifications/progress").getJsonObject("params").getInteger("total"));
    assertTrue(said(hers.answer()).contains("Steps: 4"));
    assertTrue(said(his.answer()).contains("Steps: 2"));
  }

  @Test
  void a_dropped_call_over_stdio_goes_on_and_its_result_is_fetched_later() throws Exception {
    ToyAgent ann = legacy("everything");
    Reading call = ann.stream(2, LONG, STEPS);
    call.message("notifications/progress");
    call.close();
    assertTrue(said(ann.resume(call.lastId()).answer()).contains("completed"));
  }

  @Test
  void a_server_over_stdio_asks_the_agent_and_hears_its_answer() throws Exception {
    ToyAgent ann = legacy("everything");
    Reading call = ann.stream(3, ELICIT, "\"arguments\":{}");
    String id = call.message("elicitation/create").getString("id");
    assertEquals(202, ann.reply(id, "{\"action\":\"decline\"}").statusCode());
    assertTrue(call.answer().encode().contains("declined"));
  }

  @Test
  void an_agent_of_an_sse_server_has_a_session_and_progress_too() throws Exception {
    Reading call = legacy("sse").stream(4, LONG, STEPS);
    call.message("notifications/progress");
    assertTrue(said(call.answer()).contains("completed"));
  }

  @Test
  void an_ended_session_is_gone() throws Exception {
    ToyAgent ann = legacy("everything");
    assertEquals(200, ann.delete().statusCode());
    assertEquals(404, ann.call(5, "echo", "{\"message\":\"x\"}").statusCode());
  }

  @Test
  void a_restarted_process_does_not_end_an_agents_session() throws Exception {
    ToyAgent bob = legacy("everything");
    try (Operator operator = Operator.open(node.port(), ALL)) {
      JsonObject body = new JsonObject().put("server", "everything").put("wait", true);
      operator.ask("command.server.restart", body);
    }
    HttpResponse<String> answer = bob.call(7, "echo", "{\"message\":\"still here\"}");
    assertTrue(answer.body().contains("still here"), answer.body());
    // An answer that waited long for the process has its head before it is known.
    HttpResponse<String> next = bob.call(8, "echo", "{\"message\":\"still here\"}");
    assertEquals(
        List.of("1"),
        Stream.of(answer, next)
            .flatMap(one -> one.headers().allValues("Omnibus-Session-Renewed").stream())
            .toList());
  }

  @Test
  void a_legacy_agent_is_asked_what_a_modern_server_needs_to_know() throws Exception {
    ToyAgent ann = legacy("asking");
    Reading call = ann.stream(8, "greet", "\"arguments\":{}");
    JsonObject question = call.message("elicitation/create");
    assertEquals("Who are you?", question.getJsonObject("params").getString("message"));
    ann.reply(question.getString("id"), "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}");
    JsonObject answer = call.answer();
    assertEquals(8, answer.getInteger("id"));
    assertEquals("accept Ada same state", said(answer));
  }

  @Test
  void an_argument_that_a_modern_server_routes_on_is_in_a_header() throws Exception {
    ToyAgent ann = legacy("asking");
    ann.ask(9, "tools/list", "{}");
    String body = ann.call(10, "region", "{\"region\":\"Köln\"}").body();
    assertEquals("Köln", said(ModernAgent.last(body)));
  }

  @Test
  void a_legacy_agent_of_a_modern_server_over_stdio_hears_progress() throws Exception {
    ToyAgent ann = legacy("modern");
    Reading call =
        ann.stream(11, "count", "\"arguments\":{\"to\":3},\"_meta\":{\"progressToken\":\"p\"}");
    assertEquals(
        "p",
        call.message("notifications/progress").getJsonObject("params").getString("progressToken"));
    assertEquals("3", said(call.answer()));
  }

  @Test
  void what_a_modern_server_cannot_do_for_a_legacy_agent_is_refused() throws Exception {
    ToyAgent ann = legacy("modern");
    assertTrue(ann.ask(12, "ping", "{}").body().contains("\"result\":{}"));
    assertTrue(
        ann.ask(13, "logging/setLevel", "{\"level\":\"error\"}").body().contains("\"result\":{}"));
    assertTrue(ann.ask(14, "tasks/list", "{}").body().contains("-32601"));
    assertTrue(ann.ask(15, "resources/subscribe", "{\"uri\":\"x:y\"}").body().contains("-32601"));
  }

  @Test
  void a_modern_agent_discovers_a_legacy_server() throws Exception {
    JsonObject result =
        modern("everything").reply("server/discover", new JsonObject()).getJsonObject("result");
    assertEquals(JsonArray.of("2026-07-28"), result.getJsonArray("supportedVersions"));
    assertEquals("complete", result.getString("resultType"));
  }

  @Test
  void a_modern_agent_hears_progress_of_a_legacy_server() throws Exception {
    JsonObject params =
        ModernAgent.call(LONG, new JsonObject().put("duration", 1).put("steps", 2))
            .put("_meta", new JsonObject().put("progressToken", "t"));
    Reading call = modern("everything").stream("tools/call", params);
    assertEquals(
        "t",
        call.message("notifications/progress").getJsonObject("params").getString("progressToken"));
    assertEquals("complete", call.answer().getJsonObject("result").getString("resultType"));
  }

  @Test
  void a_modern_agent_answers_a_question_of_a_legacy_server_with_the_call_again() throws Exception {
    JsonObject call = ModernAgent.call(ELICIT, new JsonObject());
    JsonObject first = modern("everything").reply("tools/call", call).getJsonObject("result");
    assertEquals("input_required", first.getString("resultType"));
    JsonObject reply = modern("everything").reply("tools/call", again(call, first));
    assertTrue(reply.encode().contains("declined"), reply.encode());
  }

  static JsonObject again(JsonObject call, JsonObject asked) {
    String key = asked.getJsonObject("inputRequests").fieldNames().iterator().next();
    return call.copy()
        .put("requestState", asked.getString("requestState"))
        .put(
            "inputResponses", new JsonObject().put(key, new JsonObject().put("action", "decline")));
  }

  @Test
  void an_answer_is_taken_once() throws Exception {
    JsonObject call = ModernAgent.call(ELICIT, new JsonObject());
    JsonObject first = modern("http").reply("tools/call", call).getJsonObject("result");
    modern("http").reply("tools/call", again(call, first));
    JsonObject twice = modern("http").reply("tools/call", again(call, first));
    assertEquals(410, twice.getJsonObject("error").getInteger("code"));
  }

  @Test
  void what_the_modern_era_dropped_is_unknown_at_a_legacy_server() throws Exception {
    for (String method : List.of("ping", "logging/setLevel", "resources/subscribe", "tasks/get")) {
      JsonObject params =
          method.equals("tasks/get")
              ? new JsonObject().put("taskId", "x").put("name", "x")
              : new JsonObject();
      HttpResponse<String> answer = modern("everything").ask(method, params);
      assertEquals(404, answer.statusCode(), method);
      assertEquals(-32601, new JsonObject(answer.body()).getJsonObject("error").getInteger("code"));
    }
  }

  @Test
  void a_modern_agent_listens_to_a_legacy_server() throws Exception {
    JsonObject wanted =
        new JsonObject().put("notifications", new JsonObject().put("toolsListChanged", true));
    Reading stream = modern("everything").stream("subscriptions/listen", wanted);
    JsonObject params =
        stream.message("notifications/subscriptions/acknowledged").getJsonObject("params");
    assertEquals(
        "m-1", params.getJsonObject("_meta").getString("io.modelcontextprotocol/subscriptionId"));
    stream.close();
  }
}
