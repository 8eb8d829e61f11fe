package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client controls has a limit, and nobody comes in without a proof. */
class SocketLimitsBridgeIT {

  private static final String STATUS = Addresses.EVENT_SERVER_STATUS;
  private static final String PATH = "/eventbus/websocket";
  @TempDir Path data;
  private TestNode node;

  @BeforeEach
  void start() {
    node =
        new TestNode(
            data,
            new JsonObject()
                .put("maxMessageBytes", 4096)
                .put("maxSubscriptions", 2)
                .put("maxPending", 2)
                .put("socketsPerUser", 3)
                .put("requestsPerSecond", 1)
                .put("requestBurst", 10)
                .put("queueBytes", 200_000)
                .put("slowMs", 1_000));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void without_a_token_the_upgrade_is_refused() {
    assertEquals(401, refused(PATH, headers()));
  }

  @Test
  void a_forged_token_is_refused_before_the_upgrade() {
    assertEquals(401, refused(PATH, headers().add("Authorization", "Bearer e30.e30.e30")));
  }

  @Test
  void a_refresh_token_is_refused_before_the_upgrade() {
    String refresh = TestNode.await(node.access().tokens().begin("ann")).refresh();
    assertEquals(401, refused(PATH, headers().add("Authorization", "Bearer " + refresh)));
  }

  @Test
  void a_page_of_a_foreign_origin_is_refused_whatever_it_brings() {
    MultiMap headers =
        headers()
            .add("Origin", "http://good.example.evil.com")
            .add("Authorization", "Bearer " + node.token("ann"));
    assertEquals(403, refused(PATH, headers));
  }

  @Test
  void a_ticket_opens_one_socket_and_not_two() {
    TestSocket first = TestSocket.bus(node, "ann");
    var caller = TestNode.await(node.access().tokens().verifyAccess(node.token("ann")));
    String ticket = TestNode.await(node.access().tickets().issue(caller));
    TestSocket second =
        TestNode.await(TestSocket.attempt(node, PATH + "?ticket=" + ticket, headers()));
    assertEquals(401, refused(PATH + "?ticket=" + ticket, headers()));
    first.close();
    second.close();
  }

  @Test
  void a_token_may_come_as_a_subprotocol() {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setURI(PATH)
            .addSubProtocol("bearer")
            .addSubProtocol(node.token("ann"));
    TestSocket socket = TestNode.await(TestSocket.attempt(node, options));
    assertEquals("bearer", socket.socket().subProtocol());
    socket.close();
  }

  @Test
  void compression_is_not_agreed_upon() {
    MultiMap headers =
        headers()
            .add("Authorization", "Bearer " + node.token("ann"))
            .add("Sec-WebSocket-Extensions", "permessage-deflate");
    TestSocket socket = TestNode.await(TestSocket.attempt(node, PATH, headers));
    assertEquals(null, socket.socket().headers().get("Sec-WebSocket-Extensions"));
    socket.close();
  }

  @Test
  void one_socket_too_many_of_a_user_is_refused() {
    List<TestSocket> open =
        IntStream.range(0, 3).mapToObj(n -> TestSocket.bus(node, "ann")).toList();
    MultiMap headers = headers().add("Authorization", "Bearer " + node.token("ann"));
    assertEquals(429, refused(PATH, headers));
    TestSocket other = TestSocket.bus(node, "bob");
    other.close();
    open.forEach(TestSocket::close);
  }

  @Test
  void a_message_above_the_limit_closes_with_1009() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.send("x".repeat(5_000));
    assertEquals(1009, socket.closeCode());
  }

  @Test
  void a_fragmented_message_above_the_limit_closes_with_1009() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.socket().writeFrame(WebSocketFrame.textFrame("x".repeat(3_000), false));
    socket
        .socket()
        .writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(3_000)), false));
    assertEquals(1009, socket.closeCode());
  }

  @Test
  void a_frame_of_10_mb_ends_the_socket() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.socket().writeFinalTextFrame("x".repeat(10_000_000));
    assertTrue(socket.closeCode() != 0);
  }

  @Test
  void what_is_no_utf_8_closes_with_1007() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.socket().writeFinalBinaryFrame(Buffer.buffer(new byte[] {'"', (byte) 0xC3, '"'}));
    assertEquals(1007, socket.closeCode());
  }

  @Test
  void a_subscription_too_many_is_refused_by_name() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.register(STATUS, new JsonObject()).register(Addresses.EVENT_BREAKER_STATE, null);
    JsonObject err = socket.register(Addresses.EVENT_NODE_LEFT, null).next("err");
    assertEquals(Addresses.EVENT_NODE_LEFT, err.getString("address"));
    assertEquals(429, err.getInteger("failureCode"));
    socket.close();
  }

  @Test
  void who_talks_too_fast_is_told() {
    TestSocket socket = TestSocket.bus(node, "ann");
    IntStream.range(0, 12).forEach(n -> socket.send("{\"type\":\"ping\"}"));
    assertEquals(429, socket.next("err").getInteger("failureCode"));
    socket.close();
  }

  @Test
  void one_request_too_many_in_flight_is_refused_where_the_client_waits() {
    Promise<JsonObject> answer = Promise.promise();
    node.bus().answer(Addresses.COMMAND_SERVER_STOP, request -> answer.future());
    TestSocket socket = TestSocket.bus(node, "ann");
    IntStream.rangeClosed(1, 3).forEach(n -> socket.send(stop("r" + n)));
    JsonObject err = socket.next("err");
    assertEquals("r3", err.getString("address"));
    assertEquals(429, err.getInteger("failureCode"));
    answer.complete(new JsonObject());
    assertEquals("r1", socket.next("rec").getString("address"));
    socket.close();
  }

  private static JsonObject stop(String replyAddress) {
    return new JsonObject()
        .put("type", "send")
        .put("address", Addresses.COMMAND_SERVER_STOP)
        .put("replyAddress", replyAddress)
        .put("body", new JsonObject().put("server", "files"));
  }

  @Test
  void a_slow_reader_is_closed_and_others_go_on() {
    TestSocket slow = TestSocket.bus(node, "ann");
    slow.register(STATUS, new JsonObject()).notice("registered");
    TestSocket quick = TestSocket.bus(node, "bob");
    quick.register(STATUS, new JsonObject()).notice("registered");
    slow.socket().pause();
    int told = 0;
    String name = "files" + "x".repeat(20_000);
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (node.bridge().counters().sockets.sum() == 2 && System.nanoTime() < end) {
      int from = told;
      IntStream.range(from, from + 50).forEach(n -> node.tell(name, "info", n));
      assertEquals(IntStream.range(from, from + 50).boxed().toList(), quick.numbers(50));
      told += 50;
    }
    assertEquals(1, node.bridge().counters().sockets.sum());
    assertTrue(node.bridge().counters().coalesced.sum() > 0);
    slow.socket().resume();
    assertEquals(3008, slow.closeCode());
    quick.close();
  }

  @Test
  void a_node_that_is_full_takes_nobody(@TempDir Path data) {
    try (TestNode full = new TestNode(data, new JsonObject().put("maxSockets", 1))) {
      TestSocket only = TestSocket.bus(full, "ann");
      AssertionError refusal =
          assertThrows(AssertionError.class, () -> TestSocket.bus(full, "bob"));
      assertEquals(429, ((UpgradeRejectedException) refusal.getCause()).getStatus());
      only.close();
    }
  }

  private int refused(String path, MultiMap headers) {
    UpgradeRejectedException refusal =
        (UpgradeRejectedException)
            assertThrows(
                    AssertionError.class,
                    () -> TestNode.await(TestSocket.attempt(node, path, headers)))
                .getCause();
    return refusal.getStatus();
  }

  private static MultiMap headers() {
    return MultiMap.caseInsensitiveMultiMap();
  }

  @Test
  void a_session_that_found_no_seat_leaves_nothing_behind() {
    List<TestSocket> all =
        IntStream.range(0, 3).mapToObj(ignored -> TestSocket.bus(node, "ann")).toList();
    var caller = TestNode.await(node.access().tokens().verifyAccess(node.token("ann")));
    String ticket = TestNode.await(node.access().tickets().issue(caller));
    WebClient client = WebClient.create(node.vertx(), new WebClientOptions().setKeepAlive(false));
    Supplier<HttpResponse<Buffer>> poll =
        () ->
            TestNode.await(
                client
                    .post(node.port(), "127.0.0.1", "/eventbus/000/f1/xhr?ticket=" + ticket)
                    .send());
    assertEquals("o\n", poll.get().bodyAsString());
    assertEquals("c[4429,\"too many sockets\"]\n", poll.get().bodyAsString());
    Await.until("the session is forgotten", () -> poll.get().statusCode() == 401);
    all.forEach(TestSocket::close);
  }

  @Test
  void an_answer_larger_than_the_queue_still_arrives() {
    node.bus()
        .answer(
            Addresses.QUERY_NODE_LIST,
            asked -> Future.succeededFuture(new JsonObject().put("x", "x".repeat(230_000))));
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.send(
        new JsonObject()
            .put("type", "send")
            .put("address", Addresses.QUERY_NODE_LIST)
            .put("replyAddress", "r1"));
    assertEquals(230_000, socket.next("rec").getJsonObject("body").getString("x").length());
    socket.close();
  }

  @Test
  void a_flood_of_pings_closes_the_socket() {
    TestSocket socket = TestSocket.bus(node, "ann");
    IntStream.range(0, 50).forEach(n -> socket.socket().writePing(Buffer.buffer("p")));
    assertEquals(4429, socket.closeCode());
  }
}
