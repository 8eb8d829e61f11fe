package dev.omnibus.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RestRoutesTest {

  private static final String SERVERS = "/api/v1/servers";
  private static final String JSON = "application/json";
  private static final String CALL = "/api/v1/servers/files/tools/read/call";

  @TempDir static Path data;
  private static RestNode node;
  private static String ann;
  private static String vic;

  @BeforeAll
  static void start() throws Exception {
    JsonObject config =
        new JsonObject()
            .put(
                "rest",
                new JsonObject()
                    .put("maxPending", 2)
                    .put("maxBodyBytes", 2_000)
                    .put("requestTimeoutMs", 300));
    node = new RestNode(data, config);
    ann = node.token("ann");
    vic = node.token("vic");
  }

  @AfterAll
  static void end() throws Exception {
    node.close();
  }

  @BeforeEach
  void fresh() {
    node.grant(Integer.MAX_VALUE);
    node.noted();
  }

  private static JsonObject problem(int status, String code, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals("application/problem+json", answer.headers().firstValue("content-type").get());
    JsonObject problem = new JsonObject(answer.body());
    assertEquals(status, problem.getInteger("status"));
    assertEquals(code, problem.getString("code"));
    assertEquals("urn:omnibus:problem:" + code, problem.getString("type"));
    return problem;
  }

  @Test
  void each_caller_gets_the_servers_that_are_there_for_them() throws Exception {
    JsonObject all = new JsonObject(node.send("GET", SERVERS, ann, null).body());
    assertEquals(2, all.getJsonArray("servers").size());
    JsonObject some = new JsonObject(node.send("GET", SERVERS, vic, null).body());
    assertEquals("files", some.getJsonArray("servers").getJsonObject(0).getString("server"));
    assertEquals(1, some.getJsonArray("servers").size());
  }

  @Test
  void path_query_and_body_become_one_body_with_the_types_of_the_schema() throws Exception {
    String sent = "{\"arguments\":{\"path\":\"a\"},\"timeoutMs\":5000}";
    HttpResponse<String> call = node.send("POST", CALL, ann, sent, "Content-Type", JSON);
    assertEquals(200, call.statusCode(), call.body());
    assertEquals(
        new JsonObject(sent).put("server", "files").put("tool", "read"),
        new JsonObject(call.body()).getJsonObject("body"));
    HttpResponse<String> search =
        node.send("GET", "/api/v1/audit?limit=7&user=ann%20b&action=command.*", ann, null);
    assertEquals(
        new JsonObject().put("limit", 7).put("user", "ann b").put("action", "command.*"),
        new JsonObject(search.body()).getJsonObject("body"));
    assertEquals("ann", new JsonObject(search.body()).getString("user"));
  }

  @Test
  void a_name_with_a_slash_is_one_part_of_the_path() throws Exception {
    HttpResponse<String> answer =
        node.send("POST", "/api/v1/servers/files/tools/a%2Fb+c/call", ann, null);
    assertEquals("a/b+c", new JsonObject(answer.body()).getJsonObject("body").getString("tool"));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=1001, /limit, must be at most 1000",
    "limit=1e9, /limit, must be a whole number",
    "limit=99999999999999999999, /limit, must be a whole number",
    "limit=, /limit, must be a whole number",
    "limit=1&limit=2, /limit, is said more than once",
    "limits=1, /limits, is not known",
    "from=yesterday, /from, must be a date-time"
  })
  void a_bad_query_is_said_with_its_place(String query, String pointer, String detail)
      throws Exception {
    JsonObject problem =
        problem(400, "bad_request", node.send("GET", "/api/v1/audit?" + query, ann, null));
    assertEquals(
        new JsonArray().add(new JsonObject().put("pointer", pointer).put("detail", detail)),
        problem.getJsonArray("errors"));
    assertEquals("/api/v1/audit", problem.getString("instance"));
  }

  @Test
  void a_server_in_the_body_that_is_not_the_one_of_the_path_is_refused() throws Exception {
    String other = "{\"server\":\"web\"}";
    JsonObject problem =
        problem(
            400,
            "bad_request",
            node.send("POST", SERVERS + "/files/restart", ann, other, "Content-Type", JSON));
    assertEquals("/server", problem.getJsonArray("errors").getJsonObject(0).getString("pointer"));
  }

  static Stream<Arguments> badBodies() {
    return Stream.of(
        Arguments.of("{", JSON, 400, "bad_request"),
        Arguments.of("[]", JSON, 400, "bad_request"),
        Arguments.of("null", JSON, 400, "bad_request"),
        Arguments.of("{\"arguments\":[]}", JSON, 400, "bad_request"),
        Arguments.of("[".repeat(1_500), JSON, 400, "bad_request"),
        Arguments.of("{}", "text/plain", 415, "unsupported_media_type"),
        Arguments.of("a=b", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        Arguments.of("{\"a\":\"" + "b".repeat(2_000) + "\"}", JSON, 413, "too_large"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void a_bad_body_never_reaches_the_bus(String body, String type, int status, String code)
      throws Exception {
    problem(status, code, node.send("POST", CALL, ann, body, "Content-Type", type));
    assertTrue(node.noted().stream().noneMatch(e -> e.action().equals("rest.command")));
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, 406",
    "application/json;q=0, 406",
    "*/*, 200",
    "'text/html, application/*;q=0.5', 200",
    "application/json; charset=utf-8, 200"
  })
  void answers_are_json_for_who_takes_json(String accept, int status) throws Exception {
    assertEquals(status, node.send("GET", SERVERS, ann, null, "Accept", accept).statusCode());
  }

  @Test
  void what_is_not_there_is_a_404_and_another_method_a_405_that_names_them() throws Exception {
    problem(404, "not_found", node.send("GET", "/api/v1/nothing", ann, null));
    problem(404, "not_found", node.send("GET", "/api/v1/servers/", ann, null));
    HttpResponse<String> wrong = node.send("DELETE", SERVERS, ann, null);
    problem(405, "method_not_allowed", wrong);
    assertEquals("GET, HEAD", wrong.headers().firstValue("allow").get());
    problem(405, "method_not_allowed", node.send("GET", SERVERS + "/files/restart", ann, null));
  }

  @Test
  void below_a_path_of_a_proxy_the_document_leads_to_where_it_came_from() throws Exception {
    JsonObject document = new JsonObject(node.send("GET", "/openapi.json", null, null).body());
    String url = document.getJsonArray("servers").getJsonObject(0).getString("url");
    URI there = URI.create("https://host/omnibus/openapi.json").resolve(url);
    assertEquals("https://host/omnibus/", there.toString());
  }

  @Test
  void a_head_is_a_get_without_its_body() throws Exception {
    HttpResponse<String> head = node.send("HEAD", SERVERS, ann, null);
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertTrue(head.headers().firstValueAsLong("content-length").getAsLong() > 10);
  }

  @Test
  void only_a_bearer_in_the_header_lets_somebody_in() throws Exception {
    HttpResponse<String> none = node.send("GET", SERVERS, null, null);
    assertEquals("missing", problem(401, "unauthenticated", none).getString("detail"));
    assertEquals("Bearer", none.headers().firstValue("www-authenticate").get());
    problem(401, "unauthenticated", node.send("GET", SERVERS + "?token=" + ann, null, null));
    problem(
        401,
        "unauthenticated",
        node.send("GET", SERVERS, null, null, "Cookie", "token=" + ann, "X-User-Id", "ann"));
    problem(
        401,
        "unauthenticated",
        node.send("GET", SERVERS, null, null, "Sec-WebSocket-Protocol", "bearer, " + ann));
  }

  @Test
  void what_a_role_does_not_allow_is_refused_and_noted() throws Exception {
    problem(403, "forbidden", node.send("POST", SERVERS + "/files/restart", vic, null));
    problem(403, "forbidden", node.send("GET", SERVERS + "/web/tools", vic, null));
    List<AuditEntry> noted = node.noted();
    assertEquals(2, noted.stream().filter(e -> e.action().equals("rest.refuse")).count());
    assertEquals("vic", noted.get(0).user());
  }

  @Test
  void a_command_is_noted_with_who_and_how_it_ended() throws Exception {
    problem(502, "upstream", node.send("POST", SERVERS + "/broken/restart", ann, null));
    AuditEntry noted =
        node.noted().stream().filter(e -> e.action().equals("rest.command")).findFirst().get();
    assertEquals("ann", noted.user());
    assertEquals("broken", noted.server());
    assertEquals("upstream", noted.outcome());
    assertEquals("command.server.restart", noted.detail().getString("address"));
  }

  @Test
  void what_is_away_says_when_to_come_back() throws Exception {
    HttpResponse<String> away = node.send("POST", SERVERS + "/away/restart", ann, null);
    assertTrue(problem(503, "unavailable", away).getBoolean("retry"));
    assertEquals("1", away.headers().firstValue("retry-after").get());
  }

  @Test
  void what_was_not_foreseen_says_nothing_of_itself() throws Exception {
    HttpResponse<String> bug = node.send("POST", SERVERS + "/odd/restart", ann, null);
    problem(500, "bug", bug);
    assertFalse(bug.body().contains("secret"));
  }

  @Test
  void no_answer_in_time_is_a_504_and_many_that_wait_are_a_429() throws Exception {
    List<Integer> statuses =
        IntStream.range(0, 5)
            .parallel()
            .mapToObj(
                i -> {
                  try {
                    return node.send("POST", SERVERS + "/files/stop", ann, null).statusCode();
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                })
            .toList();
    assertTrue(statuses.contains(504), statuses.toString());
    assertTrue(Stream.of(429, 504).toList().containsAll(statuses), statuses.toString());
    assertEquals(504, node.send("POST", SERVERS + "/files/stop", ann, null).statusCode());
  }

  @Test
  void who_asks_too_often_hears_when_to_come_back() throws Exception {
    node.grant(1);
    assertEquals(200, node.send("GET", SERVERS, ann, null).statusCode());
    HttpResponse<String> limited = node.send("GET", SERVERS, ann, null);
    problem(429, "limited", limited);
    assertEquals("1", limited.headers().firstValue("retry-after").get());
  }

  @Test
  void a_list_that_is_still_the_same_is_not_sent_again() throws Exception {
    HttpResponse<String> first = node.send("GET", SERVERS, ann, null);
    String tag = first.headers().firstValue("etag").get();
    assertEquals("private, no-cache", first.headers().firstValue("cache-control").get());
    HttpResponse<String> same = node.send("GET", SERVERS, ann, null, "If-None-Match", tag);
    assertEquals(304, same.statusCode());
    assertEquals("", same.body());
    HttpResponse<String> other = node.send("GET", SERVERS, vic, null, "If-None-Match", tag);
    assertEquals(200, other.statusCode());
  }

  @Test
  void what_may_be_a_secret_is_stored_nowhere() throws Exception {
    HttpResponse<String> call = node.send("POST", CALL, ann, null);
    assertEquals("no-store", call.headers().firstValue("cache-control").get());
    assertEquals(
        "no-store",
        node.send("GET", "/api/v1/audit", ann, null).headers().firstValue("cache-control").get());
  }

  @Test
  void a_page_of_a_welcome_origin_hears_the_answer_and_another_nothing() throws Exception {
    HttpResponse<String> page = node.send("GET", SERVERS, ann, null, "Origin", RestNode.PAGE);
    assertEquals(RestNode.PAGE, page.headers().firstValue("access-control-allow-origin").get());
    assertTrue(page.headers().firstValue("access-control-allow-credentials").isEmpty());
    HttpResponse<String> preflight =
        node.send(
            "OPTIONS",
            SERVERS + "/files/restart",
            null,
            null,
            "Origin",
            RestNode.PAGE,
            "Access-Control-Request-Method",
            "POST");
    assertEquals(204, preflight.statusCode());
    assertEquals("POST", preflight.headers().firstValue("access-control-allow-methods").get());
    HttpResponse<String> evil =
        node.send("GET", SERVERS, ann, null, "Origin", "https://evil.example");
    problem(403, "forbidden", evil);
    assertTrue(evil.headers().firstValue("access-control-allow-origin").isEmpty());
  }

  @Test
  void a_node_that_gives_some_things_sealed_only_gives_them_here_to_nobody(@TempDir Path other)
      throws Exception {
    JsonObject config = new JsonObject().put("bridge", new JsonObject().put("sealed", "required"));
    try (RestNode sealed = new RestNode(other, config)) {
      String admin = sealed.token("ann");
      problem(403, "forbidden", sealed.send("POST", CALL, admin, null));
      String missed = "{\"address\":\"event.server.log\",\"since\":{}}";
      problem(
          403,
          "forbidden",
          sealed.send("POST", "/api/v1/feed/resume", admin, missed, "Content-Type", JSON));
      assertEquals(200, sealed.send("GET", SERVERS, admin, null).statusCode());
    }
  }
}
