package dev.omnibus.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Keys;
import dev.omnibus.harness.AuthorizationServer;
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
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real node as an OAuth 2.1 resource server, beside a real authorization server. */
class AuthorizationIT {

  private static final String URL = "https://gate.example.com";
  private static final String KEY = "omk_operator";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir private static Path folder;
  private static AuthorizationServer issuer;
  private static NodeProcess node;

  @BeforeAll
  static void start() throws Exception {
    issuer = new AuthorizationServer(VERTX);
    TrickyServer tricky =
        new TrickyServer(VERTX).start().toCompletionStage().toCompletableFuture().join();
    node = new NodeProcess("resource", folder);
    node.write(
        "servers.json",
        new ServersFile().http("tricky", tricky.url()).http("other", tricky.url()).text());
    node.write("access.json", access("staff").encode());
    node.write("omnibus.json", "{}");
    node.start();
    try (Operator operator = Operator.open(node.port(), KEY)) {
      operator.awaitState("tricky", "healthy", LIMIT);
      operator.awaitState("other", "healthy", LIMIT);
    }
  }

  @AfterAll
  static void stop() {
    node.close();
    issuer.close();
    VERTX.close();
  }

  private static JsonObject access(String word) {
    JsonObject all = new JsonObject().put("*", JsonArray.of("*"));
    JsonObject operator =
        new JsonObject()
            .put("requests", JsonArray.of("query.*"))
            .put("events", JsonArray.of("event.*"))
            .put("servers", all);
    JsonObject corp =
        new JsonObject()
            .put("issuer", issuer.issuer())
            .put("jwks", issuer.jwks())
            .put("scopes", JsonArray.of("mcp"))
            .put(
                "roles",
                new JsonObject().put("map", new JsonObject().put(word, JsonArray.of("agent"))));
    return new JsonObject()
        .put("url", URL)
        .put("issuers", new JsonObject().put("corp", corp))
        .put("users", new JsonObject())
        .put(
            "roles",
            new JsonObject()
                .put("operator", operator)
                .put("agent", new JsonObject().put("servers", all)))
        .put(
            "keys",
            new JsonObject()
                .put(
                    "operator",
                    new JsonObject()
                        .put("sha256", Keys.sha256(KEY))
                        .put("roles", JsonArray.of("operator"))));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path)).build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> initialize(String server, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/mcp/" + server))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
            + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
    return HTTP.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private static JsonObject claims(String audience) {
    return issuer.claims(audience, Instant.now());
  }

  private static String token(JsonObject claims) {
    return issuer.token("ES256", "ec-1", claims);
  }

  private static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }

  @Test
  void the_metadata_of_a_server_names_its_address_and_who_issues_tokens() throws Exception {
    JsonObject json =
        new JsonObject(get("/.well-known/oauth-protected-resource/mcp/tricky").body());
    assertEquals(URL + "/mcp/tricky", json.getString("resource"));
    assertEquals(JsonArray.of(issuer.issuer()), json.getJsonArray("authorization_servers"));
    assertEquals(JsonArray.of("mcp"), json.getJsonArray("scopes_supported"));
  }

  @Test
  void the_metadata_without_a_path_is_that_of_all_servers() throws Exception {
    JsonObject json = new JsonObject(get("/.well-known/oauth-protected-resource").body());
    assertEquals(URL + "/mcp", json.getString("resource"));
  }

  @Test
  void metadata_tell_nobody_which_servers_there_are() throws Exception {
    assertEquals(200, get("/.well-known/oauth-protected-resource/mcp/nope").statusCode());
    assertEquals(404, get("/.well-known/oauth-protected-resource/health").statusCode());
  }

  @Test
  void who_comes_without_a_token_is_told_where_to_ask() throws Exception {
    HttpResponse<String> answer = initialize("tricky", null);
    assertEquals(401, answer.statusCode());
    assertEquals(
        "Bearer resource_metadata=\""
            + URL
            + "/.well-known/oauth-protected-resource/mcp/tricky\", scope=\"mcp\"",
        challenge(answer));
  }

  @Test
  void a_token_for_this_server_opens_this_server_only() throws Exception {
    String token = token(claims(URL + "/mcp/tricky"));
    assertEquals(200, initialize("tricky", token).statusCode());
    HttpResponse<String> other = initialize("other", token);
    assertEquals(401, other.statusCode());
    assertTrue(challenge(other).contains("error=\"invalid_token\""), challenge(other));
  }

  @Test
  void a_token_without_the_scope_is_told_which() throws Exception {
    HttpResponse<String> answer =
        initialize("tricky", token(claims(URL + "/mcp").put("scope", "profile")));
    assertEquals(403, answer.statusCode());
    assertTrue(challenge(answer).contains("error=\"insufficient_scope\""), challenge(answer));
    assertTrue(challenge(answer).contains("scope=\"mcp\""), challenge(answer));
  }

  @Test
  void a_token_that_gives_no_role_sees_no_server() throws Exception {
    JsonObject nobody = claims(URL + "/mcp").put("groups", JsonArray.of("visitors"));
    assertEquals(404, initialize("tricky", token(nobody)).statusCode());
  }

  @Test
  void a_forged_token_is_a_401_and_never_logged() throws Exception {
    String token = issuer.token("HS256", AuthorizationServer.RSA, claims(URL + "/mcp"));
    assertEquals(401, initialize("tricky", token).statusCode());
    assertFalse(String.join("\n", node.logLines()).contains(token));
  }

  @Test
  void another_mapping_acts_within_a_moment() throws Exception {
    String token = token(claims(URL + "/mcp"));
    assertEquals(200, initialize("tricky", token).statusCode());
    node.write("access.json", access("others").encode());
    Waiting.until("the role is gone", LIMIT, () -> initialize("tricky", token).statusCode() == 404);
    node.write("access.json", access("staff").encode());
    Waiting.until("the role is back", LIMIT, () -> initialize("tricky", token).statusCode() == 200);
  }
}
