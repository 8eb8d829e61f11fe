package dev.omnibus.client;

import static dev.omnibus.client.PlayedNode.notice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.harness.Waiting;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client does when a node, which the test plays, does this or that. */
class OmnibusClientTest {

  private static final String STATUS = "event.server.status";

  private final LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();
  private PlayedNode node;
  private OmnibusClient client;

  private final class Seen implements Watcher {
    @Override
    public void ready(URI where, boolean complete) {
      seen.add("ready " + complete);
    }

    @Override
    public void lost(Close why, Duration again) {
      seen.add("lost " + why.code());
      seen.add(again);
    }

    @Override
    public void ended(Close why) {
      seen.add("ended " + why.code());
    }
  }

  @BeforeEach
  void start() throws Exception {
    node = new PlayedNode();
  }

  @AfterEach
  void end() throws Exception {
    client.close();
    node.close();
  }

  private ServerWebSocket opened() throws Exception {
    open(OmnibusClient.at(node.url()).as(Credentials.token("t")));
    ServerWebSocket socket = node.socket();
    assertEquals("ready true", next());
    return socket;
  }

  private void open(ClientBuilder builder) {
    client = builder.watchedBy(new Seen()).open();
  }

  private Object next() throws InterruptedException {
    return seen.poll(60, TimeUnit.SECONDS);
  }

  @Test
  void codes_up_to_3499_and_from_4000_on_are_come_back_from() throws Exception {
    ServerWebSocket socket = opened();
    for (int code : List.of(3001, 3499, 4408)) {
      socket.close((short) code);
      assertEquals("lost " + code, next());
      assertTrue(((Duration) next()).toMillis() >= 50);
      socket = node.socket();
      assertEquals("ready true", next());
    }
  }

  @Test
  void codes_from_3500_to_3999_are_not() throws Exception {
    opened().close((short) 3500, "no");
    assertEquals("ended 3500", next());
    assertFalse(client.isOpen());
    client.connect();
    ServerWebSocket again = node.socket();
    assertEquals("ready true", next());
    again.close((short) 3999, "no");
    assertEquals("ended 3999", next());
  }

  @Test
  void a_node_that_ends_says_when_to_come_back() throws Exception {
    ServerWebSocket socket = opened();
    socket.writeTextMessage(
        notice("closing", new JsonObject().put("code", 3001).put("reconnectInMs", 77)).encode());
    socket.close((short) 3001, "draining");
    assertEquals("lost 3001", next());
    assertEquals(Duration.ofMillis(77), next());
  }

  @Test
  void an_expired_socket_gets_a_new_token_first_by_the_refresh_token() throws Exception {
    open(OmnibusClient.at(node.url()).as(Credentials.password("ann", "secret")));
    node.socket().close((short) 4401);
    node.socket();
    assertEquals(
        List.of(
            "login {\"username\":\"ann\",\"password\":\"secret\"}",
            "websocket Bearer access-1",
            "refresh {\"refresh_token\":\"refresh-1\"}",
            "websocket Bearer access-2"),
        node.requests());
  }

  @Test
  void a_token_that_runs_out_is_renewed_over_the_open_socket() throws Exception {
    open(OmnibusClient.at(node.url()).as(Credentials.key("omk_1")));
    node.socket().writeTextMessage(notice("expiring", new JsonObject()).encode());
    JsonObject renewal = node.frame();
    assertEquals("bridge.renew", renewal.getString("address"));
    assertEquals("access-2", renewal.getJsonObject("body").getString("token"));
    assertEquals("login {\"api_key\":\"omk_1\"}", node.requests().get(0));
  }

  @Test
  void clients_that_share_their_credentials_sign_in_once() throws Exception {
    Credentials shared = Credentials.key("omk_1");
    open(OmnibusClient.at(node.url()).as(shared));
    try (OmnibusClient other = OmnibusClient.at(node.url()).as(shared).open()) {
      other.connect();
      node.socket();
      node.socket();
      assertEquals(1, node.requests().stream().filter(r -> r.startsWith("login")).count());
    }
  }

  @Test
  void a_ticket_keeps_the_token_out_of_the_handshake() throws Exception {
    open(OmnibusClient.at(node.url()).as(Credentials.token("t")).byTicket());
    node.socket();
    assertEquals(List.of("ticket {}", "websocket?ticket=ticket-1 null"), node.requests());
  }

  @Test
  void a_caller_who_is_refused_stays_away_and_says_why() throws Exception {
    node.refusing(403);
    open(OmnibusClient.at(node.url()).as(Credentials.token("t")));
    assertEquals("ended 403", next());
  }

  @Test
  void a_token_that_was_good_before_is_replaced_once() throws Exception {
    open(OmnibusClient.at(node.url()).as(Credentials.key("omk_1")));
    ServerWebSocket first = node.socket();
    assertEquals("ready true", next());
    node.refusing(401);
    first.close((short) 3001);
    node.socket();
    assertTrue(node.requests().contains("websocket Bearer access-2"));
  }

  @Test
  void a_full_node_is_left_for_the_next_one() throws Exception {
    try (PlayedNode other = new PlayedNode()) {
      node.refusing(429);
      open(OmnibusClient.at(node.url(), other.url()).as(Credentials.token("t")));
      other.socket();
      assertEquals("lost 429", next());
    }
  }

  @Test
  void where_nobody_listens_the_next_node_is_tried() throws Exception {
    open(OmnibusClient.at("http://127.0.0.1:1", node.url()).as(Credentials.token("t")));
    node.socket();
    assertEquals("lost 503", next());
  }

  @Test
  void a_request_gets_its_own_answer_and_a_failure_its_row() throws Exception {
    ServerWebSocket socket = opened();
    CompletableFuture<JsonObject> good = client.request("query.a", new JsonObject());
    CompletableFuture<JsonObject> bad = client.request("query.b", new JsonObject());
    String first = node.frame().getString("replyAddress");
    String second = node.frame().getString("replyAddress");
    socket.writeTextMessage(
        new JsonObject()
            .put("type", "err")
            .put("address", second)
            .put("failureCode", 404)
            .put("message", "none")
            .encode());
    socket.writeTextMessage(
        new JsonObject()
            .put("type", "rec")
            .put("address", first)
            .put("body", new JsonObject().put("n", 1))
            .encode());
    assertEquals(1, good.get(60, TimeUnit.SECONDS).getInteger("n"));
    assertEquals(Failure.NOT_FOUND, failure(bad));
  }

  @Test
  void a_request_without_an_answer_fails_at_its_deadline_one_on_a_lost_socket_at_once()
      throws Exception {
    ServerWebSocket socket = opened();
    assertEquals(
        Failure.TIMEOUT,
        failure(client.request("query.a", new JsonObject(), Duration.ofMillis(5))));
    CompletableFuture<JsonObject> lost = client.request("query.b", new JsonObject());
    socket.close((short) 1011);
    assertEquals(Failure.UNAVAILABLE, failure(lost));
    client.close();
    assertEquals(Failure.UNAVAILABLE, failure(client.request("query.c", new JsonObject())));
  }

  @Test
  void what_is_no_frame_ends_the_socket_and_not_the_client() throws Exception {
    opened().writeTextMessage("[1");
    assertEquals("lost 0", next());
    node.socket();
  }

  @Test
  void an_address_is_registered_again_on_each_socket_until_it_is_heard_no_more() throws Exception {
    ServerWebSocket socket = opened();
    client.hear(STATUS, event -> {});
    assertEquals("register", node.frame().getString("type"));
    socket.close((short) 3001);
    socket = node.socket();
    assertEquals("register", node.frame().getString("type"));
    client.unhear(STATUS);
    assertEquals("unregister", node.frame().getString("type"));
    socket.close((short) 3001);
    node.socket();
    Waiting.until("open", Duration.ofSeconds(60), client::isOpen);
    client.request("query.a", new JsonObject());
    assertEquals("send", node.frame().getString("type"));
  }

  @Test
  void what_is_let_go_of_while_away_makes_nothing_plain_on_the_next_socket() throws Exception {
    String log = "event.server.log";
    opened().close((short) 3001);
    assertEquals("lost 3001", next());
    client.unhear(log);
    client.hear(log, event -> {});
    ServerWebSocket socket = node.socket();
    assertEquals("bridge.seal", node.frame().getString("address"));
    socket.close();
  }

  @Test
  void a_call_that_cannot_be_sealed_fails_and_leaves_nothing() throws Exception {
    ServerWebSocket socket = opened();
    CompletableFuture<JsonObject> call = client.request("command.tool.call", new JsonObject());
    JsonObject offer = node.frame();
    assertEquals("bridge.seal", offer.getString("address"));
    socket.writeTextMessage(
        new JsonObject()
            .put("type", "err")
            .put("address", offer.getString("replyAddress"))
            .put("failureCode", 429)
            .encode());
    assertEquals(Failure.UNAVAILABLE, failure(call));
    client.request("query.a", new JsonObject());
    assertEquals("query.a", node.frame().getString("address"));
  }

  @Test
  void what_is_no_address_of_a_node_is_said_at_once() {
    client = OmnibusClient.at(node.url()).as(Credentials.token("t")).open();
    assertThrows(IllegalArgumentException.class, () -> OmnibusClient.at("localhost:8080"));
    assertThrows(IllegalArgumentException.class, () -> OmnibusClient.at("ftp://localhost"));
  }

  @Test
  void a_token_that_no_header_holds_ends_it_and_so_does_one_that_is_not_to_be_had()
      throws Exception {
    open(OmnibusClient.at(node.url()).as(Credentials.token("a\nb")));
    assertEquals("ended 400", next());
    client.close();
    open(
        OmnibusClient.at(node.url())
            .as(
                (where, worn) -> {
                  throw new IllegalArgumentException("none");
                }));
    assertEquals("ended 400", next());
  }

  @Test
  void closing_says_goodbye() throws Exception {
    ServerWebSocket socket = opened();
    CompletableFuture<Short> code = new CompletableFuture<>();
    socket.closeHandler(closed -> code.complete(socket.closeStatusCode()));
    client.close();
    assertEquals((short) 1000, code.get(60, TimeUnit.SECONDS));
  }

  private static Failure failure(CompletableFuture<JsonObject> answer) {
    ExecutionException why =
        assertThrows(ExecutionException.class, () -> answer.get(60, TimeUnit.SECONDS));
    return ((BusException) why.getCause()).failure();
  }
}
