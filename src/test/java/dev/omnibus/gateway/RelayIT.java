package dev.omnibus.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.Proc;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import dev.omnibus.mcp.Peers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fast plane of a real node, before server-everything over HTTP and a server with manners. */
class RelayIT {

  private static final String ALL = GatewayNode.ALL;
  private static final String OTHER = "omk_other";
  private static final String FEW = GatewayNode.FEW;
  private static final String SESSION = "Mcp-Session-Id";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Vertx VERTX = Vertx.vertx();
  private static final Peers PEERS = new Peers();
  private static final Peers MODERN = new Peers();

  @TempDir private static Path folder;
  private static NodeProcess node;
  private static TrickyServer tricky;

  @BeforeAll
  static void start() throws Exception {
    tricky = new TrickyServer(VERTX).start().toCompletionStage().toCompletableFuture().join();
    node = new NodeProcess("relay", folder);
    node.write(
        "servers.json",
        new ServersFile()
            .http("tricky", tricky.url())
            .http("modern", MODERN.modernHttp("reject").url().toString())
            .http("both", MODERN.modernHttp("serve").url().toString())
            .http("everything", PEERS.everythingHttp().url().toString())
            .text());
    node.write("access.json", access().encode());
    node.write(
        "omnibus.json",
        new JsonObject()
            .put("gateway", new JsonObject().put("callTimeoutMs", 5_000).put("keepAliveMs", 500))
            .encode());
    node.start();
    awaitHealthy();
  }

  @AfterAll
  static void stop() {
    node.close();
    PEERS.close();
    MODERN.close();
    VERTX.close();
  }

  private static void awaitHealthy() throws Exception {
    try (Operator operator = Operator.open(node.port(), ALL)) {
      operator.awaitState("tricky", "healthy", LIMIT);
      operator.awaitState("everything", "healthy", LIMIT);
      operator.awaitState("modern", "healthy", LIMIT);
      operator.awaitState("both", "healthy", LIMIT);
    }
  }

  private static JsonObject access() {
    JsonObject access = GatewayNode.access();
    access.getJsonObject("keys").put("other", GatewayNode.key(OTHER, "all"));
    return access;
  }

  private static HttpRequest.Builder to(String server, String key, String session) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/mcp/" + server))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + key)
            .header("Cookie", "secret=1")
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    return session == null ? request : request.header(SESSION, session);
  }

  private static HttpResponse<String> post(String server, String key, String session, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        to(server, key, session).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private static String request(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
  }

  private static String call(String tool, String arguments) {
    return request("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
  }

  private static String open(String server, String key) throws Exception {
    HttpResponse<String> answer =
        post(
            server,
            key,
            null,
            request(
                "initialize",
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                    + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}"));
    String session = answer.headers().firstValue(SESSION).orElseThrow();
    post(server, key, session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    return session;
  }

  private static JsonObject error(HttpResponse<String> answer) {
    return new JsonObject(answer.body()).getJsonObject("error");
  }

  @Test
  void the_servers_own_session_id_is_never_shown() throws Exception {
    assertNotEquals("tricky-session", open("tricky", ALL));
  }

  @Test
  void two_sessions_never_share_an_id() throws Exception {
    assertNotEquals(open("tricky", ALL), open("tricky", ALL));
  }

  @Test
  void a_number_beyond_double_comes_back_as_it_was_written() throws Exception {
    String odd = "{\"big\":9007199254740993,\"one\":1.0,\"u\":\"\\u00e9\", \"k\" : -0}";
    assertTrue(post("tricky", ALL, open("tricky", ALL), call("echo", odd)).body().contains(odd));
  }

  @Test
  void the_agents_credentials_stay_here() throws Exception {
    post("tricky", ALL, open("tricky", ALL), call("echo", "{}"));
    assertFalse(
        tricky.lastHeaders.containsKey("authorization")
            || tricky.lastHeaders.containsKey("cookie"));
  }

  @Test
  void a_trace_goes_on_to_the_server() throws Exception {
    String session = open("tricky", ALL);
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    HttpResponse<String> answer =
        HTTP.send(
            to("tricky", ALL, session)
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .POST(BodyPublishers.ofString(call("echo", "{}")))
                .build(),
            BodyHandlers.ofString());
    assertTrue(tricky.lastHeaders.get("traceparent").startsWith("00-" + trace + "-"));
    String said = answer.headers().firstValue("Server-Timing").orElse("none");
    assertTrue(said.startsWith("traceparent;desc=\"00-" + trace + "-"), said);
  }

  @Test
  void a_refusal_says_in_which_trace_it_was_too() throws Exception {
    HttpResponse<String> answer =
        post("tricky", ALL, open("tricky", ALL), request("odd/method", "{}"));
    assertTrue(answer.headers().firstValue("Server-Timing").isPresent());
  }

  @Test
  void a_cookie_of_the_server_does_not_reach_the_agent() throws Exception {
    HttpResponse<String> answer = post("tricky", ALL, null, request("initialize", "{}"));
    assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty());
  }

  @Test
  void a_refusal_keeps_status_body_and_retry_after() throws Exception {
    HttpResponse<String> answer =
        post("tricky", ALL, open("tricky", ALL), request("odd/method", "{}"));
    assertEquals(429, answer.statusCode());
    assertEquals("17", answer.headers().firstValue("Retry-After").orElse(""));
    assertTrue(answer.body().contains("\"n\":1e400"));
  }

  @Test
  void a_stream_cut_within_characters_and_line_ends_arrives_whole() throws Exception {
    HttpResponse<String> answer = post("tricky", ALL, open("tricky", ALL), call("split", "{}"));
    assertEquals(TrickyServer.SPLIT.replace("ID", "1"), answer.body());
  }

  @Test
  void an_answer_that_breaks_off_never_looks_whole() throws Exception {
    String session = open("tricky", ALL);
    assertThrows(IOException.class, () -> post("tricky", ALL, session, call("cut", "{}")));
  }

  @Test
  void what_may_have_been_done_is_not_done_twice() throws Exception {
    String session = open("tricky", ALL);
    tricky.heard.clear();
    assertThrows(IOException.class, () -> post("tricky", ALL, session, call("cut", "{}")));
    assertEquals(1, tricky.heard.stream().filter("tools/call cut"::equals).count());
  }

  @Test
  void a_stream_that_breaks_off_ends_with_an_error_for_the_call() throws Exception {
    String body = post("tricky", ALL, open("tricky", ALL), call("cut-stream", "{}")).body();
    String last = body.substring(body.lastIndexOf("data: ") + 6).trim();
    assertEquals(1, new JsonObject(last).getInteger("id"));
    assertEquals(502, new JsonObject(last).getJsonObject("error").getInteger("code"));
  }

  @Test
  void a_call_without_an_answer_ends_at_its_deadline_and_is_cancelled() throws Exception {
    HttpResponse<String> answer = post("tricky", ALL, open("tricky", ALL), call("hang", "{}"));
    assertEquals(504, answer.statusCode());
    Waiting.until(
        "the server is told",
        LIMIT,
        () -> tricky.heard.stream().anyMatch(h -> h.startsWith("notifications/cancelled")));
  }

  @Test
  void the_same_id_twice_under_way_is_refused() throws Exception {
    String session = open("tricky", ALL);
    CompletableFuture<HttpResponse<String>> first =
        HTTP.sendAsync(
            to("tricky", ALL, session)
                .POST(BodyPublishers.ofString(call("hang", "{}").replace(":1,", ":77,")))
                .build(),
            BodyHandlers.ofString());
    Waiting.until("it hangs", LIMIT, () -> tricky.heard.contains("tools/call hang"));
    HttpResponse<String> second =
        post("tricky", ALL, session, call("hang", "{}").replace(":1,", ":77,"));
    assertEquals(400, second.statusCode());
    assertEquals(504, first.get().statusCode());
  }

  @Test
  void a_large_result_streams_through_in_little_memory() throws Exception {
    long before = Proc.residentMegabytes(node.pid());
    int pieces = 4_000;
    HttpResponse<InputStream> answer =
        HTTP.send(
            to("tricky", ALL, open("tricky", ALL))
                .POST(BodyPublishers.ofString(call("big", "{\"pieces\":" + pieces + "}")))
                .build(),
            BodyHandlers.ofInputStream());
    long size = answer.body().transferTo(OutputStream.nullOutputStream());
    assertTrue(size > pieces * 65_536L);
    assertTrue(Proc.residentMegabytes(node.pid()) - before < 200);
  }

  @Test
  void who_says_more_than_an_id_can_hold_is_refused_with_the_reason() throws Exception {
    StringBuilder noise = new StringBuilder();
    new Random(7).ints(20_000, 'a', 'z' + 1).forEach(c -> noise.append((char) c));
    HttpResponse<String> answer =
        post("tricky", ALL, null, request("initialize", "{\"x\":\"" + noise + "\"}"));
    assertEquals(400, answer.statusCode());
    assertEquals(400, error(answer).getInteger("code"));
  }

  @Test
  void anothers_session_is_one_that_is_not_there() throws Exception {
    assertEquals(404, post("tricky", OTHER, open("tricky", ALL), call("echo", "{}")).statusCode());
  }

  @Test
  void a_session_is_good_at_its_own_server_only() throws Exception {
    assertEquals(
        404, post("everything", ALL, open("tricky", ALL), call("echo", "{}")).statusCode());
  }

  @Test
  void a_forged_session_is_one_that_is_not_there() throws Exception {
    String session = open("tricky", ALL);
    String forged =
        session.substring(0, 20) + (session.charAt(20) == 'A' ? 'B' : 'A') + session.substring(21);
    HttpResponse<String> answer = post("tricky", ALL, forged, call("echo", "{}"));
    assertEquals(404, answer.statusCode());
    assertEquals(1, new JsonObject(answer.body()).getInteger("id"));
  }

  @Test
  void an_ended_session_is_gone_though_the_server_knows_no_delete() throws Exception {
    String session = open("tricky", ALL);
    HTTP.send(to("tricky", ALL, session).DELETE().build(), BodyHandlers.ofString());
    assertEquals(404, post("tricky", ALL, session, call("echo", "{}")).statusCode());
    assertTrue(tricky.heard.contains("DELETE"));
  }

  @Test
  void progress_comes_before_the_result() throws Exception {
    String params =
        "{\"name\":\"trigger-long-running-operation\",\"arguments\":{\"duration\":1,\"steps\":3},"
            + "\"_meta\":{\"progressToken\":\"p\"}}";
    String body =
        post("everything", ALL, open("everything", ALL), request("tools/call", params)).body();
    assertTrue(
        body.indexOf("notifications/progress") >= 0
            && body.indexOf("notifications/progress") < body.indexOf("\"result\""));
  }

  @Test
  void progress_is_told_on_the_bus() throws Exception {
    String params =
        "{\"name\":\"trigger-long-running-operation\",\"arguments\":{\"duration\":1,\"steps\":3},"
            + "\"_meta\":{\"progressToken\":\"p\"}}";
    try (Operator operator = Operator.open(node.port(), ALL).hear("event.call.progress")) {
      post("everything", ALL, open("everything", ALL), request("tools/call", params));
      operator.await("event.call.progress", LIMIT, told -> true);
    }
  }

  @Test
  void a_list_in_a_stream_shows_what_the_caller_may_use() throws Exception {
    String body =
        post("everything", FEW, open("everything", FEW), request("tools/list", "{}")).body();
    assertTrue(body.contains("\"echo\"") && !body.contains("\"get-env\""), body);
  }

  @Test
  void a_tool_that_one_may_not_use_is_not_asked_for() throws Exception {
    HttpResponse<String> answer =
        post("everything", FEW, open("everything", FEW), call("get-env", "{}"));
    assertEquals("Unknown tool: get-env", error(answer).getString("message"));
  }

  @Test
  void the_standing_stream_opens_at_once() throws Exception {
    HttpResponse<InputStream> stream =
        HTTP.send(
            to("everything", ALL, open("everything", ALL)).GET().build(),
            BodyHandlers.ofInputStream());
    assertEquals(200, stream.statusCode());
    assertEquals("text/event-stream", stream.headers().firstValue("Content-Type").orElse(""));
    stream.body().close();
  }

  @Test
  void an_agent_that_comes_back_gets_its_stream_and_the_old_one_ends() throws Exception {
    String session = open("everything", ALL);
    HttpResponse<InputStream> first = stream(session);
    HttpResponse<InputStream> second = stream(session);
    assertEquals(200, second.statusCode());
    first.body().transferTo(OutputStream.nullOutputStream());
    second.body().close();
  }

  private static HttpResponse<InputStream> stream(String session) throws Exception {
    return HTTP.send(to("everything", ALL, session).GET().build(), BodyHandlers.ofInputStream());
  }

  @Test
  void a_silent_stream_says_now_and_then_that_it_is_there() throws Exception {
    HttpResponse<InputStream> stream =
        HTTP.send(
            to("everything", ALL, open("everything", ALL)).GET().build(),
            BodyHandlers.ofInputStream());
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body()))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith(": still here")) {
        line = lines.readLine();
      }
      assertEquals(": still here", line);
    }
  }

  @Test
  void a_restarted_server_does_not_end_an_agents_session() throws Exception {
    String session = open("everything", ALL);
    PEERS.killLast();
    PEERS.startLastAgain();
    HttpResponse<String> answer =
        post("everything", ALL, session, call("echo", "{\"message\":\"still here\"}"));
    assertTrue(answer.body().contains("still here"), answer.body());
    assertEquals("1", answer.headers().firstValue("Omnibus-Session-Renewed").orElse(""));
  }

  @Test
  void a_restarted_gateway_does_not_end_an_agents_session() throws Exception {
    String session = open("tricky", ALL);
    node.terminate();
    node.start();
    awaitHealthy();
    assertTrue(
        post("tricky", ALL, session, call("echo", "{\"a\":1}")).body().contains("{\"a\":1}"));
  }

  @Test
  void a_legacy_agent_is_understood_by_a_server_that_is_modern_only() throws Exception {
    HttpResponse<String> answer = post("modern", ALL, null, request("tools/list", "{}"));
    assertTrue(answer.body().contains("\"inputSchema\""), answer.body());
  }

  @Test
  void a_server_of_both_eras_hears_each_agent_in_its_own() throws Exception {
    HttpResponse<String> answer =
        post(
            "both",
            ALL,
            null,
            request(
                "initialize",
                "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},"
                    + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}"));
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().contains("\"2025-06-18\""), answer.body());
  }

  @Test
  void calls_are_counted_by_what_became_of_them() throws Exception {
    post("tricky", ALL, open("tricky", ALL), call("echo", "{\"isError\":true}"));
    Waiting.until(
        "the call is counted",
        LIMIT,
        () ->
            NodeProcess.get(node.opsPort(), "/metrics")
                .orElseThrow()
                .body()
                .contains(
                    "omnibus_tool_calls_total{outcome=\"tool\",server=\"tricky\",tool=\"echo\"}"));
  }

  @Test
  void a_call_is_told_on_the_bus_without_its_arguments() throws Exception {
    try (Operator operator = Operator.open(node.port(), ALL).hear("event.call.finished")) {
      post("tricky", ALL, open("tricky", ALL), call("echo", "{\"password\":\"hunter2\"}"));
      JsonObject event =
          operator.await(
              "event.call.finished",
              LIMIT,
              told -> "echo".equals(told.getJsonObject("data").getString("tool")));
      assertEquals("ok", event.getJsonObject("data").getString("outcome"));
      assertFalse(event.encode().contains("hunter2"));
    }
  }
}
