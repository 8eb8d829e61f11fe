package dev.omnibus.gateway;

import static dev.omnibus.gateway.GatewayNode.ALL;
import static dev.omnibus.gateway.GatewayNode.FEW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent sees of a real node before real servers, byte by byte. */
class GatewayIT {

  private static final JsonObject NONE = new JsonObject();
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  @TempDir static Path folder;
  private static GatewayNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new GatewayNode(folder);
  }

  @AfterAll
  static void end() throws Exception {
    node.close();
  }

  private static Set<String> names(JsonObject reply, String key) {
    return reply.getJsonObject("result").getJsonArray(key).stream()
        .map(item -> ((JsonObject) item).getString("name"))
        .collect(Collectors.toSet());
  }

  private static int code(JsonObject reply) {
    return reply.getJsonObject("error").getInteger("code");
  }

  private static int code(HttpResponse<String> response) {
    return code(new JsonObject(response.body()));
  }

  private static JsonObject call(String tool, JsonObject arguments) {
    return new JsonObject().put("name", tool).put("arguments", arguments);
  }

  private static HttpResponse<String> modern(
      String path, String method, JsonObject params, String... more) throws Exception {
    JsonObject meta =
        new JsonObject()
            .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
            .put("io.modelcontextprotocol/clientCapabilities", new JsonObject());
    String body = GatewayNode.request(method, params.copy().put("_meta", meta)).encode();
    String[] headers = new String[4 + more.length];
    System.arraycopy(more, 0, headers, 4, more.length);
    headers[0] = "MCP-Protocol-Version";
    headers[1] = "2026-07-28";
    headers[2] = "Mcp-Method";
    headers[3] = method;
    return node.post(path, ALL, body, headers);
  }

  @Test
  void one_server_keeps_its_names() throws Exception {
    JsonObject tools = node.ask(ALL, "/mcp/demo", "tools/list", NONE);
    assertTrue(names(tools, "tools").containsAll(List.of("echo", "add", "count")));
  }

  @Test
  void a_server_whose_configuration_refers_to_nothing_is_named_for_what_it_is() throws Exception {
    String why = "the server is not configured right: its status says what is missing";
    for (HttpResponse<String> answer :
        List.of(
            modern("/mcp/nowhere", "tools/list", NONE),
            node.post("/mcp/nowhere", ALL, GatewayNode.request("tools/list", NONE).encode()))) {
      assertEquals(502, answer.statusCode());
      assertTrue(answer.body().contains(why), answer::body);
    }
  }

  @Test
  void all_servers_put_theirs_before_the_name() throws Exception {
    Set<String> tools = names(node.ask(ALL, "/mcp", "tools/list", NONE), "tools");
    assertTrue(tools.containsAll(List.of("demo__echo", "everything__echo", "modern__echo")));
  }

  @Test
  void a_server_that_never_answered_is_left_out_of_the_list_and_named() throws Exception {
    JsonObject result = node.ask(ALL, "/mcp", "tools/list", NONE).getJsonObject("result");
    assertEquals(
        JsonArray.of("dead", "nowhere"),
        result.getJsonObject("_meta").getJsonArray("dev.omnibus/unavailable"));
  }

  @Test
  void a_prompt_of_all_servers_is_got_by_its_prefixed_name() throws Exception {
    Set<String> prompts = names(node.ask(ALL, "/mcp", "prompts/list", NONE), "prompts");
    assertTrue(prompts.contains("everything__simple-prompt"), prompts.toString());
    JsonObject got = node.ask(ALL, "/mcp", "prompts/get", call("everything__simple-prompt", NONE));
    assertFalse(got.getJsonObject("result").getJsonArray("messages").isEmpty());
  }

  @Test
  void a_resource_is_listed_and_read() throws Exception {
    JsonObject listed = node.ask(ALL, "/mcp/everything", "resources/list", NONE);
    String uri =
        listed.getJsonObject("result").getJsonArray("resources").getJsonObject(0).getString("uri");
    JsonObject read =
        node.ask(ALL, "/mcp/everything", "resources/read", new JsonObject().put("uri", uri));
    assertFalse(read.getJsonObject("result").getJsonArray("contents").isEmpty());
  }

  @Test
  void a_completion_is_passed_through() throws Exception {
    JsonObject params =
        new JsonObject(
            """
            {"ref":{"type":"ref/prompt","name":"completable-prompt"},
             "argument":{"name":"department","value":"E"}}""");
    JsonObject reply = node.ask(ALL, "/mcp/everything", "completion/complete", params);
    assertTrue(reply.encode().contains("Engineering"), reply.encode());
  }

  @Test
  void what_a_tool_says_of_its_own_failure_is_a_result() throws Exception {
    JsonObject reply = node.ask(ALL, "/mcp/demo", "tools/call", call("fail", NONE));
    assertEquals(true, reply.getJsonObject("result").getBoolean("isError"), reply.encode());
  }

  @Test
  void an_error_of_the_server_keeps_code_and_message() throws Exception {
    JsonObject reply = node.ask(ALL, "/mcp/modern", "tools/call", call("nope", NONE));
    assertEquals(
        new JsonObject().put("code", -32602).put("message", "Tool nope not found"),
        reply.getJsonObject("error"));
  }

  @Test
  void initialize_on_one_server_is_that_server() throws Exception {
    JsonObject params = new JsonObject().put("protocolVersion", "2025-06-18");
    HttpResponse<String> answer =
        node.post("/mcp/demo", ALL, GatewayNode.request("initialize", params).encode());
    JsonObject result = new JsonObject(answer.body()).getJsonObject("result");
    assertEquals("2025-06-18", result.getString("protocolVersion"));
    assertTrue(result.getJsonObject("capabilities").containsKey("tools"));
    assertTrue(result.getJsonObject("capabilities").containsKey("logging"));
    assertTrue(answer.headers().firstValue("Mcp-Session-Id").isPresent());
  }

  @Test
  void a_notification_is_accepted_without_a_body() throws Exception {
    HttpResponse<String> answer =
        node.post("/mcp", ALL, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    assertEquals(202, answer.statusCode());
    assertEquals("", answer.body());
  }

  @Test
  void all_servers_have_a_session_like_one() throws Exception {
    JsonObject params =
        new JsonObject().put("protocolVersion", "2025-06-18").put("capabilities", NONE);
    HttpResponse<String> begun =
        node.post("/mcp", ALL, GatewayNode.request("initialize", params).encode());
    JsonObject result = new JsonObject(begun.body()).getJsonObject("result");
    assertEquals("2025-06-18", result.getString("protocolVersion"));
    assertEquals("omnibus", result.getJsonObject("serverInfo").getString("name"));
    String id = begun.headers().firstValue("Mcp-Session-Id").orElseThrow();
    assertEquals(200, node.post("/mcp", ALL, PING, "Mcp-Session-Id", id).statusCode());
    assertEquals(404, node.post("/mcp/demo", ALL, PING, "Mcp-Session-Id", id).statusCode());
    assertEquals(200, node.send(node.to("/mcp", ALL, "Mcp-Session-Id", id).DELETE()).statusCode());
    assertEquals(404, node.post("/mcp", ALL, PING, "Mcp-Session-Id", id).statusCode());
  }

  @Test
  void a_resource_of_all_servers_is_read_where_it_is_listed() throws Exception {
    JsonObject listed = node.ask(ALL, "/mcp", "resources/list", NONE).getJsonObject("result");
    String uri =
        listed.getJsonArray("resources").stream()
            .map(item -> ((JsonObject) item).getString("uri"))
            .filter(text -> text.startsWith("demo://resource/static/"))
            .findFirst()
            .orElseThrow();
    JsonObject read = node.ask(ALL, "/mcp", "resources/read", new JsonObject().put("uri", uri));
    assertFalse(read.getJsonObject("result").getJsonArray("contents").isEmpty(), read.encode());
  }

  @Test
  void a_completion_finds_the_server_of_a_prefixed_prompt() throws Exception {
    JsonObject params =
        new JsonObject(
            """
            {"ref":{"type":"ref/prompt","name":"everything__completable-prompt"},
             "argument":{"name":"department","value":"E"}}""");
    JsonObject reply = node.ask(ALL, "/mcp", "completion/complete", params);
    assertTrue(reply.encode().contains("Engineering"), reply.encode());
  }

  @Test
  void what_is_neither_post_nor_get_nor_delete_is_a_405() throws Exception {
    HttpResponse<String> answer =
        node.send(node.to("/mcp", ALL).method("PUT", BodyPublishers.noBody()));
    assertEquals(405, answer.statusCode());
  }

  @Test
  void without_a_token_there_is_nothing() throws Exception {
    HttpResponse<String> answer = node.post("/mcp", null, PING);
    assertEquals(401, answer.statusCode());
    assertEquals("Bearer", answer.headers().firstValue("WWW-Authenticate").orElse(""));
  }

  @Test
  void a_page_of_another_origin_is_refused_even_with_a_token() throws Exception {
    assertEquals(403, node.post("/mcp", ALL, PING, "Origin", "http://evil.example").statusCode());
  }

  @Test
  void a_server_that_one_may_not_see_is_one_that_is_not_there() throws Exception {
    HttpResponse<String> hidden = node.post("/mcp/demo", FEW, PING);
    HttpResponse<String> absent = node.post("/mcp/nope", FEW, PING);
    assertEquals(404, hidden.statusCode());
    assertEquals(hidden.body().replace("demo", "nope"), absent.body());
  }

  @Test
  void a_list_shows_what_the_caller_may_use() throws Exception {
    assertEquals(
        Set.of("echo", "get-sum"),
        names(node.ask(FEW, "/mcp/everything", "tools/list", NONE), "tools"));
    JsonObject all = node.ask(FEW, "/mcp", "tools/list", NONE);
    assertEquals(Set.of("everything__echo", "everything__get-sum"), names(all, "tools"));
    assertFalse(all.getJsonObject("result").containsKey("_meta"), "names of hidden servers");
  }

  @Test
  void a_tool_that_one_may_not_use_is_unknown() throws Exception {
    assertEquals(
        -32602, code(node.ask(FEW, "/mcp/everything", "tools/call", call("get-env", NONE))));
    assertEquals(
        -32602, code(node.ask(FEW, "/mcp", "tools/call", call("everything__get-env", NONE))));
    assertEquals(-32602, code(node.ask(FEW, "/mcp", "tools/call", call("demo__echo", NONE))));
  }

  @Test
  void a_resource_that_no_glob_covers_is_not_found() throws Exception {
    JsonObject uri = new JsonObject().put("uri", "demo://resource/static/document/features.md");
    assertEquals(-32002, code(node.ask(FEW, "/mcp/everything", "resources/read", uri)));
  }

  @Test
  void a_dead_server_is_an_honest_503_with_the_id_of_the_call() throws Exception {
    String body = GatewayNode.request("tools/list", NONE).encode();
    HttpResponse<String> answer = node.post("/mcp/dead", ALL, body);
    assertEquals(503, answer.statusCode());
    assertEquals("q1", new JsonObject(answer.body()).getString("id"));
    assertEquals(503, code(answer));
  }

  @Test
  void a_server_that_does_not_answer_is_a_504_within_the_deadline() throws Exception {
    String body = GatewayNode.request("tools/list", NONE).encode();
    HttpResponse<String> answer = node.post("/mcp/never", ALL, body);
    assertEquals(504, answer.statusCode());
    assertEquals("q1", new JsonObject(answer.body()).getString("id"));
  }

  @Test
  void what_is_too_large_is_a_413() throws Exception {
    String body = PING + " ".repeat(GatewayNode.MAX_BODY);
    assertEquals(413, node.post("/mcp", ALL, body).statusCode());
  }

  @Test
  void a_body_that_is_not_json_by_its_type_is_a_415() throws Exception {
    HttpResponse<String> answer =
        node.send(
            node.to("/mcp", ALL, "Content-Type", "text/plain").POST(BodyPublishers.ofString(PING)));
    assertEquals(415, answer.statusCode());
  }

  @Test
  void what_the_gateway_does_not_know_is_for_the_server_to_refuse() throws Exception {
    assertEquals(-32601, code(node.ask(ALL, "/mcp/everything", "odd/method", NONE)));
    assertEquals(404, modern("/mcp/everything", "odd/method", NONE).statusCode());
  }

  @Test
  void a_log_level_is_for_the_server_to_take() throws Exception {
    JsonObject level = new JsonObject().put("level", "error");
    JsonObject reply = node.ask(ALL, "/mcp/everything", "logging/setLevel", level);
    assertEquals(NONE, reply.getJsonObject("result"), reply.encode());
  }

  @Test
  void a_modern_agent_calls_a_legacy_server() throws Exception {
    JsonObject params = call("echo", new JsonObject().put("message", "hi"));
    HttpResponse<String> answer =
        modern("/mcp/everything", "tools/call", params, "Mcp-Name", "echo");
    assertEquals(200, answer.statusCode());
    JsonObject result = new JsonObject(answer.body()).getJsonObject("result");
    assertEquals("complete", result.getString("resultType"));
    assertEquals("Echo: hi", result.getJsonArray("content").getJsonObject(0).getString("text"));
  }

  @Test
  void a_modern_agent_calls_a_modern_server_by_a_name_no_header_can_carry() throws Exception {
    HttpResponse<String> answer =
        modern(
            "/mcp",
            "tools/call",
            call("modern__grüße", NONE),
            "Mcp-Name",
            "=?base64?bW9kZXJuX19ncsO8w59l?=");
    assertTrue(answer.body().contains("hallo"), answer.body());
  }

  @Test
  void a_header_that_differs_from_the_body_stops_the_call() throws Exception {
    HttpResponse<String> answer =
        modern("/mcp/everything", "tools/call", call("get-env", NONE), "Mcp-Name", "echo");
    assertEquals(400, answer.statusCode());
    assertEquals(-32020, code(answer));
  }
}
