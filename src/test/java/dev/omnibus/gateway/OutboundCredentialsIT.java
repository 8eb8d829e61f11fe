package dev.omnibus.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Keys;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.TokenServer;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real node that needs access tokens for its servers, beside a real token endpoint. The first
 * test counts what was fetched from the start on.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutboundCredentialsIT {

  private static final String KEY = "omk_operator";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final AtomicInteger IDS = new AtomicInteger();
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir private static Path folder;
  private static TokenServer issuer;
  private static TokenServer strict;
  private static GuardedServer guarded;
  private static GuardedServer refused;
  private static NodeProcess node;

  @BeforeAll
  static void start() throws Exception {
    issuer = new TokenServer(VERTX);
    strict = new TokenServer(VERTX);
    strict.refusal =
        new JsonObject().put("error", "unauthorized_client").put("error_description", "leak-me");
    guarded = new GuardedServer(VERTX, issuer);
    refused = new GuardedServer(VERTX, strict);
    node = new NodeProcess("outbound", folder);
    node.write(
        "servers.json",
        new ServersFile()
            .put("guarded", entry(guarded, new JsonObject()))
            .put("refused", entry(refused, new JsonObject().put("tokenUrl", strict.tokenUrl())))
            .text());
    node.write("access.json", access().encode());
    node.write("omnibus.json", "{}");
    node.start();
    try (Operator operator = Operator.open(node.port(), KEY)) {
      operator.awaitState("guarded", "healthy", LIMIT);
    }
  }

  @AfterAll
  static void stop() {
    node.close();
    VERTX.close();
  }

  private static JsonObject entry(GuardedServer server, JsonObject more) {
    JsonObject oauth =
        more.put("clientId", TokenServer.CLIENT).put("clientSecret", TokenServer.SECRET);
    return new JsonObject()
        .put("url", server.url())
        .put("oauth", oauth)
        .put("probe", new JsonObject().put("intervalMs", 1_000));
  }

  private static JsonObject access() {
    JsonObject operator =
        new JsonObject()
            .put("requests", JsonArray.of("query.*"))
            .put("events", JsonArray.of("event.*"))
            .put("servers", new JsonObject().put("*", JsonArray.of("*")));
    return new JsonObject()
        .put("users", new JsonObject())
        .put("roles", new JsonObject().put("operator", operator))
        .put(
            "keys",
            new JsonObject()
                .put(
                    "operator",
                    new JsonObject()
                        .put("sha256", Keys.sha256(KEY))
                        .put("roles", JsonArray.of("operator"))));
  }

  private static HttpRequest request(String server, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/mcp/" + server))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    return (headers.length == 0 ? request : request.headers(headers))
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static String message(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  private static HttpResponse<String> initialize(String server) throws Exception {
    String params =
        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
            + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}";
    return HTTP.send(request(server, message("initialize", params)), BodyHandlers.ofString());
  }

  private static CompletableFuture<HttpResponse<String>> call(String session, String tool) {
    int id = IDS.incrementAndGet();
    String params = "{\"name\":\"" + tool + "\",\"arguments\":{}}";
    return HTTP.sendAsync(
        request(
            "guarded",
            message("tools/call", params).replace("\"q\"", "" + id),
            "Mcp-Session-Id",
            session),
        BodyHandlers.ofString());
  }

  private static String open() throws Exception {
    return initialize("guarded").headers().firstValue("Mcp-Session-Id").orElseThrow();
  }

  private static HttpResponse<String> modern(String server) throws Exception {
    String params =
        "{\"name\":\"echo\",\"arguments\":{},\"_meta\":{"
            + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}";
    return HTTP.send(
        request(
            server,
            message("tools/call", params),
            "MCP-Protocol-Version",
            "2026-07-28",
            "Mcp-Method",
            "tools/call",
            "Mcp-Name",
            "echo"),
        BodyHandlers.ofString());
  }

  @Test
  @Order(1)
  void calls_and_probes_share_one_token() throws Exception {
    String session = open();
    List<CompletableFuture<HttpResponse<String>>> calls =
        IntStream.range(0, 20).mapToObj(i -> call(session, "echo")).toList();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertEquals(200, call.get().statusCode());
    }
    assertEquals(200, modern("guarded").statusCode());
    Waiting.until(
        "it was probed again",
        LIMIT,
        () -> guarded.shown.stream().filter(s -> s.startsWith("Bearer tok-1-")).count() > 25);
    assertEquals(1, issuer.given());
  }

  @Test
  void a_token_that_the_server_refuses_is_replaced_once_for_all_calls() throws Exception {
    String session = open();
    int before = issuer.given();
    issuer.revoke();
    List<CompletableFuture<HttpResponse<String>>> calls =
        IntStream.range(0, 10).mapToObj(i -> call(session, "echo")).toList();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertEquals(200, call.get().statusCode());
    }
    assertEquals(before + 1, issuer.given());
  }

  @Test
  void a_refused_call_goes_out_once_more_and_no_oftener() throws Exception {
    String session = open();
    guarded.closed = true;
    try {
      int before = guarded.shown.size();
      HttpResponse<String> answer = call(session, "echo").get();
      assertEquals(502, answer.statusCode());
      assertTrue(answer.body().contains("does not accept the credentials"), answer.body());
      assertTrue(guarded.shown.size() - before <= 6, "with the probes beside it");
      assertTrue(answer.headers().firstValue("WWW-Authenticate").isEmpty());
    } finally {
      guarded.closed = false;
    }
  }

  @Test
  void no_token_is_an_honest_error_in_both_eras() throws Exception {
    String why = "no access token: the token endpoint refused (unauthorized_client, HTTP 401)";
    for (HttpResponse<String> answer : List.of(initialize("refused"), modern("refused"))) {
      assertEquals(502, answer.statusCode(), answer.body());
      JsonObject json = new JsonObject(answer.body());
      assertEquals("q", json.getString("id"));
      assertTrue(json.getJsonObject("error").getString("message").contains(why), answer.body());
    }
    assertTrue(refused.shown.stream().allMatch("null"::equals), "no call without its token");
  }

  @Test
  void health_says_that_the_token_is_missing_and_the_failures_back_off() throws Exception {
    try (Operator operator = Operator.open(node.port(), KEY)) {
      JsonObject status = operator.awaitState("refused", "auth_required", LIMIT);
      assertTrue(status.encode().contains("unauthorized_client"), status.encode());
    }
    int before = strict.asked.size();
    for (int i = 0; i < 10; i++) {
      initialize("refused");
    }
    assertTrue(strict.asked.size() - before <= 2, "" + (strict.asked.size() - before));
  }

  @Test
  void secrets_and_tokens_are_shown_nowhere() throws Exception {
    initialize("refused");
    StringBuilder all = new StringBuilder(String.join("\n", node.logLines()));
    try (Operator operator = Operator.open(node.port(), KEY)) {
      JsonObject file = new JsonObject().put("file", "servers.json");
      all.append(operator.ask("query.config.get", file).encode());
      all.append(operator.ask("query.config.versions", file).encode());
      all.append(operator.ask("query.server.list", new JsonObject()).encode());
    }
    all.append(initialize("refused").body()).append(call(open(), "echo").get().body());
    for (String secret : List.of(TokenServer.SECRET, "tok-", "leak-me")) {
      assertFalse(all.toString().contains(secret), secret);
    }
  }
}
