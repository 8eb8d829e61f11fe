package dev.omnibus.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.TestNode;
import dev.omnibus.access.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityRoutesTest {

  private static final String LOGIN = "/auth/api/v1/auth/login";
  private static final String REFRESH = "/auth/api/v1/auth/refresh";
  private static final String LOGOUT = "/auth/api/v1/auth/logout";
  private static final String ME = "/auth/api/v1/auth/me";
  private static final String TICKET = "/auth/api/v1/ticket";

  @TempDir Path data;
  private final Vertx vertx = Vertx.vertx();
  private final WebClient client = WebClient.create(vertx);
  private TestNode node;
  private HttpServer server;

  @BeforeEach
  void start() {
    node = new TestNode(vertx, data);
    Router router = Router.router(vertx);
    new IdentityRoutes(node.access, TestNode.identity(new JsonObject())).mount(router);
    server = Wait.until(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    Wait.until(vertx.close());
  }

  @Test
  void a_login_answers_with_tokens_that_no_cache_keeps() {
    HttpResponse<Buffer> answer = login("ann", TestNode.PASSWORD);
    JsonObject body = answer.bodyAsJsonObject();
    assertEquals(200, answer.statusCode());
    assertEquals("bearer", body.getString("token_type"));
    assertEquals(900, body.getInteger("expires_in"));
    assertEquals("no-store", answer.getHeader("Cache-Control"));
    assertEquals("ann", me(body.getString("access_token")).getString("user"));
  }

  @Test
  void a_key_signs_in_too() {
    HttpResponse<Buffer> answer = post(LOGIN, new JsonObject().put("api_key", TestNode.KEY));
    assertEquals(
        "key:ci", me(answer.bodyAsJsonObject().getString("access_token")).getString("user"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann", "eve", "nobody", "key:ci", ""})
  void a_wrong_password_an_unknown_and_a_blocked_user_get_one_answer(String user) {
    String password = user.equals("eve") ? TestNode.PASSWORD : "wrong";
    HttpResponse<Buffer> answer = login(user, password);
    assertEquals(401, answer.statusCode());
    assertEquals("credentials", message(answer));
  }

  @Test
  void a_wrong_key_is_refused() {
    assertEquals(401, post(LOGIN, new JsonObject().put("api_key", "omk_guess")).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "7",
        "null",
        "{}",
        "{\"username\":\"ann\"}",
        "{\"username\":7,\"password\":7}"
      })
  void a_body_that_is_no_login_is_a_bad_request(String body) {
    HttpResponse<Buffer> answer = send(LOGIN, body);
    assertEquals(400, answer.statusCode());
    assertEquals(400, answer.bodyAsJsonObject().getJsonObject("error").getInteger("code"));
  }

  @Test
  void a_body_of_more_than_16_kib_is_too_large() {
    assertEquals(413, login("ann", "x".repeat(17_000)).statusCode());
  }

  @Test
  void a_refresh_token_comes_as_bearer_or_in_the_body() {
    JsonObject first = login("ann", TestNode.PASSWORD).bodyAsJsonObject();
    JsonObject second = bearer(REFRESH, first.getString("refresh_token")).bodyAsJsonObject();
    JsonObject sent = new JsonObject().put("refresh_token", second.getString("refresh_token"));
    JsonObject third = post(REFRESH, sent).bodyAsJsonObject();
    assertNotEquals(first.getString("refresh_token"), second.getString("refresh_token"));
    assertEquals("ann", me(third.getString("access_token")).getString("user"));
  }

  @Test
  void a_refresh_token_used_twice_ends_the_session_and_is_told() {
    String stolen = login("ann", TestNode.PASSWORD).bodyAsJsonObject().getString("refresh_token");
    JsonObject owner = bearer(REFRESH, stolen).bodyAsJsonObject();
    HttpResponse<Buffer> thief = bearer(REFRESH, stolen);
    assertEquals(401, thief.statusCode());
    assertEquals("reused", message(thief));
    assertEquals("revoked", message(get(ME, owner.getString("access_token"))));
    assertEquals("revoked", message(bearer(REFRESH, owner.getString("refresh_token"))));
    assertEquals("reused", TestNode.next(node.revoked).getString("reason"));
    assertEquals(REFRESH, TestNode.next(node.refused).getString("address"));
  }

  @Test
  void an_access_token_does_not_refresh() {
    String access = login("ann", TestNode.PASSWORD).bodyAsJsonObject().getString("access_token");
    assertEquals("access_token", message(bearer(REFRESH, access)));
  }

  @Test
  void a_logout_ends_the_session() {
    JsonObject pair = login("ann", TestNode.PASSWORD).bodyAsJsonObject();
    assertEquals(204, bearer(LOGOUT, pair.getString("access_token")).statusCode());
    assertEquals("revoked", message(get(ME, pair.getString("access_token"))));
    assertEquals("revoked", message(bearer(REFRESH, pair.getString("refresh_token"))));
    assertEquals("logout", TestNode.next(node.revoked).getString("reason"));
  }

  @Test
  void a_logout_works_with_the_refresh_token_when_the_other_expired() {
    JsonObject pair = login("ann", TestNode.PASSWORD).bodyAsJsonObject();
    node.clock.pass(Duration.ofHours(1));
    JsonObject sent = new JsonObject().put("refresh_token", pair.getString("refresh_token"));
    assertEquals(204, post(LOGOUT, sent).statusCode());
    assertEquals("revoked", message(bearer(REFRESH, pair.getString("refresh_token"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {REFRESH, LOGOUT, TICKET})
  void without_a_token_there_is_nothing(String path) {
    HttpResponse<Buffer> answer = post(path, new JsonObject());
    assertEquals(401, answer.statusCode());
    assertEquals("missing", message(answer));
  }

  @Test
  void a_ticket_is_for_the_caller_and_for_once() {
    String access = login("ann", TestNode.PASSWORD).bodyAsJsonObject().getString("access_token");
    JsonObject body = bearer(TICKET, access).bodyAsJsonObject();
    assertEquals(30, body.getInteger("expires_in"));
    String ticket = body.getString("ticket");
    assertEquals("ann", Wait.until(node.access.tickets().redeem(ticket)).user());
    assertEquals("ticket_used", Wait.refusal(node.access.tickets().redeem(ticket)));
  }

  @Test
  void a_refresh_token_gets_no_ticket() {
    String refresh = login("ann", TestNode.PASSWORD).bodyAsJsonObject().getString("refresh_token");
    assertEquals("refresh_token", message(bearer(TICKET, refresh)));
  }

  @Test
  void a_token_in_the_address_is_nothing_here() {
    String access = login("ann", TestNode.PASSWORD).bodyAsJsonObject().getString("access_token");
    assertEquals("missing", message(get(ME + "?token=" + access, null)));
  }

  @Test
  void a_page_learns_what_it_may_offer() {
    JsonObject me =
        me(login("ann", TestNode.PASSWORD).bodyAsJsonObject().getString("access_token"));
    assertTrue(me.getJsonArray("requests").contains("query.server.list"));
    assertFalse(me.getJsonArray("requests").contains("command.server.stop"));
    assertTrue(me.getJsonArray("events").contains("event.server.status"));
  }

  @Test
  void the_eleventh_try_in_a_minute_is_told_to_wait() {
    for (int i = 0; i < 10; i++) {
      assertEquals(401, login("ann", "wrong").statusCode());
    }
    HttpResponse<Buffer> answer = login("ann", TestNode.PASSWORD);
    assertEquals(429, answer.statusCode());
    assertEquals("6", answer.getHeader("Retry-After"));
    assertEquals(401, login("bob", "wrong").statusCode());
    node.clock.pass(Duration.ofSeconds(6));
    assertEquals(200, login("ann", TestNode.PASSWORD).statusCode());
  }

  @Test
  void a_program_may_not_sign_in_over_and_over() {
    JsonObject key = new JsonObject().put("api_key", TestNode.KEY);
    for (int i = 0; i < 10; i++) {
      assertEquals(200, post(LOGIN, key).statusCode());
    }
    assertEquals(429, post(LOGIN, key).statusCode());
  }

  @Test
  void a_user_asks_for_a_bounded_number_of_tickets() {
    String access = login("ann", TestNode.PASSWORD).bodyAsJsonObject().getString("access_token");
    for (int i = 0; i < 300; i++) {
      assertEquals(200, bearer(TICKET, access).statusCode());
    }
    HttpResponse<Buffer> answer = bearer(TICKET, access);
    assertEquals(429, answer.statusCode());
    assertEquals("1", answer.getHeader("Retry-After"));
  }

  @Test
  void one_address_may_not_try_all_users() {
    for (int i = 0; i < 50; i++) {
      login("user" + i, "wrong");
    }
    assertEquals(429, login("another", "wrong").statusCode());
  }

  @Test
  void who_knows_the_password_is_never_limited() {
    for (int i = 0; i < 60; i++) {
      assertEquals(200, login("ann", TestNode.PASSWORD).statusCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "http://evil.example.org", "http://127.0.0.1.evil.example.org"})
  void a_page_of_another_origin_is_refused_before_anything_happens(String origin) {
    HttpResponse<Buffer> answer =
        Wait.until(
            request(HttpMethod.POST, LOGIN)
                .putHeader("origin", origin)
                .sendJsonObject(credentials("ann", TestNode.PASSWORD)));
    assertEquals(403, answer.statusCode());
    assertNull(answer.bodyAsJsonObject().getString("access_token"));
  }

  @Test
  void our_own_page_is_welcome() {
    HttpResponse<Buffer> answer =
        Wait.until(
            request(HttpMethod.POST, LOGIN)
                .putHeader("origin", "http://127.0.0.1:" + server.actualPort())
                .sendJsonObject(credentials("ann", TestNode.PASSWORD)));
    assertEquals(200, answer.statusCode());
  }

  @Test
  void who_was_blocked_is_told_so_and_refused() {
    String access = login("ann", TestNode.PASSWORD).bodyAsJsonObject().getString("access_token");
    node.blockAnn();
    assertEquals("blocked", message(get(ME, access)));
  }

  @Test
  void a_refused_login_is_an_event_without_the_password() {
    login("ann\n2026 all is well", "hush-hush");
    JsonObject event = TestNode.next(node.refused);
    assertEquals("credentials", event.getString("reason"));
    assertEquals("ann?2026 all is well", event.getString("claimed"));
    assertEquals("127.0.0.1", event.getString("remote"));
    assertFalse(event.encode().contains("hush-hush"));
  }

  private JsonObject me(String access) {
    return get(ME, access).bodyAsJsonObject();
  }

  private HttpResponse<Buffer> login(String user, String password) {
    return post(LOGIN, credentials(user, password));
  }

  private static JsonObject credentials(String user, String password) {
    return new JsonObject().put("username", user).put("password", password);
  }

  private HttpResponse<Buffer> post(String path, JsonObject body) {
    return Wait.until(request(HttpMethod.POST, path).sendJsonObject(body));
  }

  private HttpResponse<Buffer> send(String path, String body) {
    return Wait.until(request(HttpMethod.POST, path).sendBuffer(Buffer.buffer(body)));
  }

  private HttpResponse<Buffer> bearer(String path, String token) {
    return Wait.until(request(HttpMethod.POST, path).bearerTokenAuthentication(token).send());
  }

  private HttpResponse<Buffer> get(String path, String token) {
    HttpRequest<Buffer> request = request(HttpMethod.GET, path);
    return Wait.until((token == null ? request : request.bearerTokenAuthentication(token)).send());
  }

  private HttpRequest<Buffer> request(HttpMethod method, String path) {
    return client.request(method, server.actualPort(), "127.0.0.1", path);
  }

  private static String message(HttpResponse<Buffer> answer) {
    return answer.bodyAsJsonObject().getJsonObject("error").getString("message");
  }
}
