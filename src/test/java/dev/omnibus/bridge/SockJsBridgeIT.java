package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SockJS over HTTP requests is as closed as its WebSocket. */
class SockJsBridgeIT {

  @TempDir static Path data;
  private static TestNode node;
  private static WebClient client;

  @BeforeAll
  static void start() {
    node = new TestNode(data, new io.vertx.core.json.JsonObject().put("maxMessageBytes", 4096));
    // Vert.x ends the connection with each poll, so none is kept here.
    client = WebClient.create(node.vertx(), new WebClientOptions().setKeepAlive(false));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void info_is_open_and_says_that_websockets_work() {
    HttpResponse<Buffer> info = call(HttpMethod.GET, "/eventbus/info", null, null);
    assertEquals(200, info.statusCode());
    assertTrue(info.bodyAsJsonObject().getBoolean("websocket"));
  }

  @Test
  void info_is_refused_to_a_foreign_page() {
    assertEquals(
        403, call(HttpMethod.GET, "/eventbus/info", "http://evil.example", null).statusCode());
  }

  @Test
  void a_foreign_page_gets_no_xhr_session() {
    assertEquals(
        403,
        call(HttpMethod.POST, "/eventbus/000/x1/xhr", "http://evil.example", node.token("ann"))
            .statusCode());
  }

  @Test
  void an_allowed_page_gets_one() {
    HttpResponse<Buffer> opened =
        call(HttpMethod.POST, "/eventbus/000/x2/xhr", TestNode.GOOD_ORIGIN, node.token("ann"));
    assertEquals("o\n", opened.bodyAsString());
  }

  @Test
  void without_a_token_there_is_no_xhr_session() {
    assertEquals(401, call(HttpMethod.POST, "/eventbus/000/x3/xhr", null, null).statusCode());
  }

  @Test
  void the_id_of_a_session_opens_nothing_for_somebody_else() {
    call(HttpMethod.POST, "/eventbus/000/x4/xhr", null, node.token("ann"));
    HttpResponse<Buffer> stolen =
        call(HttpMethod.POST, "/eventbus/111/x4/xhr", null, node.token("bob"));
    assertEquals(403, stolen.statusCode());
  }

  @Test
  void messages_go_there_and_back_over_xhr() {
    String token = node.token("ann");
    call(HttpMethod.POST, "/eventbus/000/x5/xhr", null, token);
    HttpResponse<Buffer> sent =
        TestNode.await(
            client
                .post(node.port(), "127.0.0.1", "/eventbus/000/x5/xhr_send")
                .bearerTokenAuthentication(token)
                .sendBuffer(Buffer.buffer("[\"{\\\"type\\\":\\\"ping\\\"}\"]")));
    assertEquals(204, sent.statusCode());
    HttpResponse<Buffer> got = call(HttpMethod.POST, "/eventbus/000/x5/xhr", null, token);
    assertEquals("a[\"{\\\"type\\\":\\\"pong\\\"}\"]\n", got.bodyAsString());
  }

  @Test
  void a_one_time_ticket_carries_a_whole_xhr_session() {
    var caller = TestNode.await(node.access().tokens().verifyAccess(node.token("ann")));
    String query = "?ticket=" + TestNode.await(node.access().tickets().issue(caller));
    assertEquals(
        "o\n", call(HttpMethod.POST, "/eventbus/000/x6/xhr" + query, null, null).bodyAsString());
    HttpResponse<Buffer> sent =
        TestNode.await(
            client
                .post(node.port(), "127.0.0.1", "/eventbus/000/x6/xhr_send" + query)
                .sendBuffer(Buffer.buffer("[\"{\\\"type\\\":\\\"ping\\\"}\"]")));
    assertEquals(204, sent.statusCode());
    assertEquals(
        401, call(HttpMethod.POST, "/eventbus/000/x7/xhr" + query, null, null).statusCode());
  }

  @Test
  void a_sockjs_client_is_told_why_its_socket_ends() throws InterruptedException {
    BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    WebSocketClient sockets = node.vertx().createWebSocketClient();
    String uri = "/eventbus/000/w1/websocket?token=" + node.token("vic");
    // Between the handshake and the handler nothing may be lost, so it is set before.
    TestNode.await(
        sockets.webSocket().textMessageHandler(frames::add).connect(node.port(), "127.0.0.1", uri));
    assertEquals("o", frames.poll(60, TimeUnit.SECONDS));
    node.access().events().revoked("vic", null, "blocked");
    assertEquals("c[4403,\"blocked\"]", frames.poll(60, TimeUnit.SECONDS));
    TestNode.await(sockets.close());
  }

  @Test
  void an_xhr_body_above_the_limit_is_refused() {
    String token = node.token("ann");
    call(HttpMethod.POST, "/eventbus/000/x8/xhr", null, token);
    HttpResponse<Buffer> sent =
        TestNode.await(
            client
                .post(node.port(), "127.0.0.1", "/eventbus/000/x8/xhr_send")
                .bearerTokenAuthentication(token)
                .sendBuffer(Buffer.buffer("[\"" + "x".repeat(5_000) + "\"]")));
    assertEquals(413, sent.statusCode());
  }

  private static HttpResponse<Buffer> call(
      HttpMethod method, String path, String origin, String token) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (origin != null) {
      headers.add("Origin", origin);
    }
    if (token != null) {
      headers.add("Authorization", "Bearer " + token);
    }
    return TestNode.await(
        client.request(method, node.port(), "127.0.0.1", path).putHeaders(headers).send());
  }

  @Test
  void an_escaped_id_of_a_session_opens_nothing_for_somebody_else() {
    call(HttpMethod.POST, "/eventbus/000/x9/xhr", null, node.token("ann"));
    HttpResponse<Buffer> sent =
        TestNode.await(
            client
                .post(node.port(), "127.0.0.1", "/eventbus/000/%789/xhr_send")
                .bearerTokenAuthentication(node.token("bob"))
                .sendBuffer(Buffer.buffer("[\"{\\\"type\\\":\\\"ping\\\"}\"]")));
    assertEquals(404, sent.statusCode());
  }
}
