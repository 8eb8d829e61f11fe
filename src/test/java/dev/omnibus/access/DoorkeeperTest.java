package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server asks the doorkeeper and answers with the user or the word of the refusal. */
class DoorkeeperTest {

  @TempDir Path data;
  private final Vertx vertx = Vertx.vertx();
  private final WebClient client = WebClient.create(vertx);
  private TestNode node;
  private HttpServer server;
  private TokenPair pair;

  @BeforeEach
  void start() {
    open(new JsonObject());
  }

  @AfterEach
  void close() {
    Wait.until(vertx.close());
  }

  @Test
  void an_authorization_header_is_enough() {
    assertEquals("ann", ask("/", bearer(pair.access())));
    assertEquals("ann", ask("/", r -> r.putHeader("authorization", "bearer " + pair.access())));
  }

  @Test
  void a_socket_may_offer_its_token_as_a_sub_protocol() {
    assertEquals("ann", ask("/", protocol("bearer, " + pair.access())));
    assertEquals("ann", ask("/", protocol("mqtt,bearer," + pair.access())));
    assertEquals("missing", ask("/", protocol("bearer")));
    assertEquals("missing", ask("/", protocol(pair.access())));
  }

  @Test
  void a_token_in_the_address_is_accepted_unless_switched_off() {
    assertEquals("ann", ask("/?token=" + pair.access(), r -> r));
    open(new JsonObject().put("tokenInQuery", false));
    assertEquals("missing", ask("/?token=" + pair.access(), r -> r));
  }

  @Test
  void a_ticket_opens_one_door_once() {
    String ticket = ticket();
    assertEquals("ann", ask("/?ticket=" + ticket, r -> r));
    assertEquals("ticket_used", ask("/?ticket=" + ticket, r -> r));
  }

  @Test
  void a_ticket_never_issued_looks_like_a_used_one() {
    assertEquals("ticket_used", ask("/?ticket=guess", r -> r));
  }

  @Test
  void a_ticket_is_good_for_thirty_seconds() {
    String ticket = ticket();
    node.clock.pass(Duration.ofSeconds(30));
    assertEquals("expired", ask("/?ticket=" + ticket, r -> r));
  }

  @Test
  void a_ticket_ends_with_the_session_it_came_from() {
    String ticket = ticket();
    Wait.until(node.access.tokens().end(pair.access()));
    assertEquals("revoked", ask("/?ticket=" + ticket, r -> r));
  }

  @Test
  void a_ticket_never_outlives_the_token_it_came_from() {
    node.clock.pass(Duration.ofMinutes(15).minusSeconds(1));
    String ticket = ticket();
    node.clock.pass(Duration.ofSeconds(1));
    assertEquals("expired", ask("/?ticket=" + ticket, r -> r));
  }

  @Test
  void a_key_of_a_program_is_a_bearer_too() {
    assertEquals("key:ci", ask("/", bearer(TestNode.KEY)));
    assertEquals("credentials", ask("/", bearer("omk_guess")));
  }

  @Test
  void a_key_in_the_address_is_none() {
    assertEquals("forged", ask("/?token=" + TestNode.KEY, r -> r));
  }

  @Test
  void each_refusal_has_its_word() {
    assertEquals("missing", ask("/", r -> r));
    assertEquals("missing", ask("/", r -> r.putHeader("authorization", "Basic YTpi")));
    assertEquals("forged", ask("/", bearer(pair.access() + "x")));
    assertEquals("refresh_token", ask("/", bearer(pair.refresh())));
    node.clock.pass(Duration.ofMinutes(15));
    assertEquals("expired", ask("/", bearer(pair.access())));
  }

  @Test
  void who_is_blocked_stays_out() {
    node.blockAnn();
    assertEquals("blocked", ask("/", bearer(pair.access())));
  }

  @Test
  void a_bad_header_is_not_made_good_by_the_address() {
    assertEquals("forged", ask("/?token=" + pair.access(), bearer("x.y.z")));
  }

  @Test
  void identity_headers_from_outside_are_ignored() {
    assertEquals("missing", ask("/", r -> r.putHeader("X-User-Id", "ann")));
  }

  @Test
  void a_refusal_is_told_without_the_token() {
    ask("/ws?token=" + pair.refresh(), r -> r);
    JsonObject event = TestNode.next(node.refused);
    assertEquals("refresh_token", event.getString("reason"));
    assertEquals("/ws", event.getString("address"));
    assertEquals("127.0.0.1", event.getString("remote"));
    assertFalse(event.encode().contains(pair.refresh()));
  }

  @Test
  void an_origin_is_compared_with_the_host_that_was_asked() {
    int port = server.actualPort();
    assertTrue(origin("http://127.0.0.1:" + port));
    assertTrue(origin(TestNode.OTHER_ORIGIN));
    assertFalse(origin("null"));
    assertFalse(origin("http://evil.example.org"));
    assertEquals("origin", TestNode.next(node.refused).getString("reason"));
  }

  @Test
  void a_host_may_be_an_address_of_version_6() {
    assertEquals(
        "true",
        ask(
            "/origin",
            r -> r.putHeader("host", "[::1]:8080").putHeader("origin", "http://[::1]:8080")));
  }

  @Test
  void who_shows_nothing_is_nobody_unless_there_is_a_role_for_it() {
    assertEquals("nobody", ask("/anonymous", r -> r));
    node.welcomeAnonymous();
    assertEquals("role:anonymous", ask("/anonymous", r -> r));
    assertEquals("nobody", ask("/anonymous", bearer("omk_guess")));
    assertEquals("missing", ask("/", r -> r));
  }

  private boolean origin(String origin) {
    return Boolean.parseBoolean(ask("/origin", r -> r.putHeader("origin", origin)));
  }

  private String ticket() {
    return Wait.until(
        node.access.tokens().verifyAccess(pair.access()).compose(node.access.tickets()::issue));
  }

  private String ask(String path, UnaryOperator<HttpRequest<Buffer>> with) {
    HttpRequest<Buffer> request = client.get(server.actualPort(), "127.0.0.1", path);
    return Wait.until(with.apply(request).send()).bodyAsString();
  }

  private static UnaryOperator<HttpRequest<Buffer>> bearer(String token) {
    return request -> request.putHeader("authorization", "Bearer " + token);
  }

  private static UnaryOperator<HttpRequest<Buffer>> protocol(String value) {
    return request -> request.putHeader("sec-websocket-protocol", value);
  }

  private void open(JsonObject wishes) {
    node = new TestNode(vertx, data, TestNode.identity(wishes));
    pair = Wait.until(node.access.tokens().begin("ann"));
    server =
        Wait.until(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals("/origin")) {
      request.response().end(Boolean.toString(node.access.doorkeeper().originAllowed(request)));
    } else if (request.path().equals("/anonymous")) {
      Caller caller = node.access.doorkeeper().anonymous(request);
      request.response().end(caller == null ? "nobody" : caller.user());
    } else {
      node.access
          .doorkeeper()
          .caller(request)
          .onSuccess(caller -> request.response().end(caller.user()))
          .onFailure(cause -> request.response().end(cause.getMessage()));
    }
  }
}
