package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a socket ends when its time is up, and how it goes on. */
class SocketLifeBridgeIT {

  @TempDir Path data;
  private TestNode node;

  @BeforeEach
  void start() {
    node =
        new TestNode(
            data,
            new JsonObject()
                .put("tickMs", 50)
                .put("pingMs", 200)
                .put("pongMs", 2_000)
                .put("expiryWarningMs", 6_900)
                .put("expiryGraceMs", 100),
            Duration.ofSeconds(8));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void one_that_answers_pings_is_told_before_its_token_expires_and_closed_only_after() {
    TestSocket socket = TestSocket.bus(node, "ann");
    assertEquals("bridge.renew", socket.notice("expiring").getString("renew"));
    assertEquals(4401, socket.closeCode());
  }

  @Test
  void a_new_token_of_the_same_user_keeps_it_open() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.notice("expiring");
    JsonObject reply = socket.send(renew(node.token("ann"))).next("rec");
    assertTrue(reply.getJsonObject("body").getBoolean("ok"));
    socket.notice("expiring");
    socket.close();
  }

  @Test
  void a_token_of_another_user_is_refused_and_closes() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.send(renew(node.token("bob")));
    assertEquals(403, socket.next("err").getInteger("failureCode"));
    assertEquals(4403, socket.closeCode());
  }

  @Test
  void a_bad_token_is_refused_and_the_socket_goes_on() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.send(renew("e30.e30.e30"));
    assertEquals(401, socket.next("err").getInteger("failureCode"));
    socket.settled();
    socket.close();
  }

  @Test
  void a_logout_closes_the_sockets_of_that_session_only() {
    String token = node.token("ann");
    TestSocket gone =
        TestNode.await(
            TestSocket.attempt(
                node,
                "/eventbus/websocket?token=" + token,
                io.vertx.core.MultiMap.caseInsensitiveMultiMap()));
    TestSocket stays = TestSocket.bus(node, "ann");
    TestNode.await(node.access().tokens().end(token));
    assertEquals(4401, gone.closeCode());
    stays.settled();
    stays.close();
  }

  @Test
  void a_block_closes_all_sockets_of_the_user() {
    TestSocket one = TestSocket.bus(node, "ann");
    TestSocket two = TestSocket.open(node, "/ws/mcp-status", "ann");
    node.access().events().revoked("ann", null, "blocked");
    assertEquals(4403, one.closeCode());
    assertEquals(4403, two.closeCode());
  }

  @Test
  void a_client_that_answers_no_ping_is_closed() {
    // A client of our own making, because a proper one answers pings by itself.
    var closed = io.vertx.core.Promise.<Void>promise();
    var client = node.vertx().createNetClient();
    var socket = TestNode.await(client.connect(node.port(), "127.0.0.1"));
    var heard = Buffer.buffer();
    socket.handler(heard::appendBuffer).closeHandler(closed::complete);
    socket.write(Buffer.buffer(node.handshake(node.token("ann"))));
    // 4408 on the wire: a close frame (0x88) whose payload starts with 0x11 0x38.
    var seen = io.vertx.core.Promise.<Void>promise();
    node.vertx()
        .setPeriodic(
            50,
            id -> {
              if (heard.toString("ISO-8859-1").contains("\u0011\u0038no answer")) {
                node.vertx().cancelTimer(id);
                seen.complete();
              }
            });
    TestNode.await(seen.future());
    TestNode.await(client.close());
  }

  /** It would be looked after for ever, and told that its token ends. */
  @Test
  void one_that_renews_and_leaves_at_once_is_gone() throws Exception {
    String token = node.token("ann");
    try (Socket socket = new Socket("127.0.0.1", node.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(node.handshake(token));
      assertEquals(12, socket.getInputStream().readNBytes(12).length);
      String text = renew(token).encode();
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.write(0x81);
      both.write(0x80 | 126);
      both.write(text.length() >> 8);
      both.write(text.length());
      both.write(new byte[4]);
      both.write(text.getBytes(StandardCharsets.ISO_8859_1));
      both.write(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
      out.write(both.toByteArray());
      assertTrue(socket.getInputStream().readAllBytes().length > 0);
    }
    TestSocket later = TestSocket.bus(node, "ann");
    later.notice("expiring");
    assertEquals(0, node.bridge().counters().dropped.sum());
    later.close();
  }

  private static JsonObject renew(String token) {
    return new JsonObject()
        .put("type", "send")
        .put("address", "bridge.renew")
        .put("replyAddress", "r1")
        .put("body", new JsonObject().put("token", token));
  }
}
