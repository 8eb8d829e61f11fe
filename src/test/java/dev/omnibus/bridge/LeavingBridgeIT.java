package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How sockets are sent away: not all at once, with a word when to come back, and for good. */
class LeavingBridgeIT {

  private static final int SOCKETS = 60;
  @TempDir Path data;

  @Test
  void a_node_that_ends_closes_its_sockets_one_by_one_and_takes_no_new_ones() {
    JsonObject limits =
        new JsonObject().put("drainMs", 1_500).put("socketsPerUser", 100).put("tickMs", 50);
    try (TestNode node = new TestNode(data, limits)) {
      String token = node.token("ann");
      List<TestSocket> sockets =
          IntStream.range(0, SOCKETS).mapToObj(n -> open(node, token)).toList();
      Future<Void> ended = node.undeployBridge();
      assertEquals(503, refused(node));
      Await.until(
          "some have gone and some have not",
          () -> {
            long there = node.bridge().counters().toJson().getLong("sockets");
            return there > 5 && there < SOCKETS - 5;
          });
      TestNode.await(ended);
      for (TestSocket socket : sockets) {
        JsonObject why = socket.notice("closing");
        assertEquals(3001, why.getInteger("code"));
        assertTrue(why.getInteger("reconnectInMs") <= 5_000);
        assertEquals(3001, socket.closeCode());
      }
    }
  }

  private static TestSocket open(TestNode node, String token) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + token);
    return TestNode.await(TestSocket.attempt(node, "/eventbus/websocket", headers));
  }

  private static int refused(TestNode node) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + node.token("bob"));
    try {
      TestNode.await(TestSocket.attempt(node, "/eventbus/websocket", headers)).close();
      return 101;
    } catch (AssertionError e) {
      return ((UpgradeRejectedException) e.getCause()).getStatus();
    }
  }

  @Test
  void a_socket_that_is_old_enough_is_told_when_to_come_back() {
    JsonObject limits = new JsonObject().put("maxAgeMs", 500).put("tickMs", 50);
    try (TestNode node = new TestNode(data, limits)) {
      TestSocket socket = TestSocket.bus(node, "ann");
      JsonObject why = socket.notice("closing");
      assertEquals(3002, why.getInteger("code"));
      assertEquals("maximum age", why.getString("reason"));
      assertEquals(3002, socket.closeCode());
      TestSocket feed = TestSocket.open(node, "/ws/mcp-status", "ann");
      assertEquals(3002, feed.next("closing").getInteger("code"));
      assertEquals(3002, feed.closeCode());
    }
  }

  /**
   * Its window is closed, so the close frame never leaves; the connection has to end all the same.
   */
  @Test
  void a_reader_that_stands_still_loses_its_connection_too() throws Exception {
    JsonObject limits =
        new JsonObject().put("queueBytes", 100_000).put("slowMs", 300).put("tickMs", 50);
    try (TestNode node = new TestNode(data, limits);
        Socket still = new Socket()) {
      still.setReceiveBufferSize(4_096);
      still.connect(new InetSocketAddress("127.0.0.1", node.port()));
      still.getOutputStream().write(node.handshake(node.token("ann")));
      assertTrue(still.getInputStream().readNBytes(12).length == 12);
      still.getOutputStream().write(register());
      Await.until("it is subscribed", () -> count(node, "subscriptions") == 1);
      int told = 0;
      String name = "files" + "x".repeat(20_000);
      while (count(node, "sockets") > 0) {
        node.tell(name + told % 100, "info", told++);
      }
      Await.until("its connection is dropped", () -> isDropped(still));
    }
  }

  private static long count(TestNode node, String what) {
    return node.bridge().counters().toJson().getLong(what);
  }

  /** A dropped connection resets whoever writes to it. */
  private static boolean isDropped(Socket still) {
    try {
      still.getOutputStream().write(new byte[] {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0});
      return false;
    } catch (SocketException reset) {
      return true;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A masked frame whose mask is zero. */
  private static byte[] register() {
    String json = "{\"type\":\"register\",\"address\":\"" + Addresses.EVENT_SERVER_STATUS + "\"}";
    String frame = "\u0081" + (char) (0x80 | json.length()) + "\0\0\0\0" + json;
    return frame.getBytes(StandardCharsets.ISO_8859_1);
  }
}
