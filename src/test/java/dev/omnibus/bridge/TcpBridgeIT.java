package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TCP a program may do what it may do over a WebSocket, and nothing before it has a name. */
class TcpBridgeIT {

  private static final String STATUS = Addresses.EVENT_SERVER_STATUS;
  @TempDir Path data;
  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(data, limits());
  }

  private static JsonObject limits() {
    return new JsonObject()
        .put("tcpPort", 0)
        .put("authMs", 30_000)
        .put("tickMs", 50)
        .put("maxMessageBytes", 4096)
        .put("socketsPerUser", 2);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void without_a_configured_port_nothing_listens() {
    try (TestNode quiet = new TestNode(data.resolve("quiet"), new JsonObject())) {
      assertEquals(-1, quiet.bridge().tcpPort());
    }
  }

  @Test
  void a_client_hears_asks_and_pings() {
    try (TcpClient client = TcpClient.of(node, "ann")) {
      client.send(new JsonObject().put("type", "register").put("address", STATUS));
      assertEquals("registered", client.next("event").getString("event"));
      node.tell("files", "info", 7);
      JsonObject event = client.next("message");
      assertEquals(STATUS, event.getString("address"));
      assertEquals(7, TestSocket.number(event));
      client.send(ask(Addresses.QUERY_SERVER_LIST));
      assertEquals("r1", client.next("message").getString("address"));
      client.send(new JsonObject().put("type", "ping"));
      client.next("pong");
    }
  }

  @Test
  void what_comes_right_behind_the_token_is_not_lost() {
    try (TcpClient client = new TcpClient(node)) {
      client.send(new JsonObject().put("type", "auth").put("token", node.token("ann")));
      client.send(new JsonObject().put("type", "ping"));
      client.next("auth");
      client.next("pong");
    }
  }

  @Test
  void the_same_policy_stands_before_every_request() {
    try (TcpClient client = TcpClient.of(node, "vic")) {
      client.send(ask(Addresses.COMMAND_SERVER_RESTART));
      assertEquals(403, client.next("err").getInteger("failureCode"));
      client.send(new JsonObject().put("type", "register").put("address", "event.node.left"));
      assertEquals(403, client.next("err").getInteger("failureCode"));
      client.send(new JsonObject().put("type", "publish").put("address", STATUS));
      assertEquals(403, client.next("err").getInteger("failureCode"));
    }
  }

  @Test
  void before_the_first_frame_showed_a_token_nothing_is_answered() {
    try (TcpClient client = new TcpClient(node)) {
      client.send(ask(Addresses.QUERY_SERVER_LIST));
      assertEquals(401, client.next().getInteger("failureCode"));
      assertEquals(4401, client.closeCode());
    }
  }

  @Test
  void a_forged_token_is_refused() {
    try (TcpClient client = new TcpClient(node)) {
      client.send(new JsonObject().put("type", "auth").put("token", "e30.e30.e30"));
      assertEquals(401, client.next().getInteger("failureCode"));
      assertEquals(4401, client.closeCode());
    }
  }

  @Test
  void who_says_nothing_is_closed_when_the_time_for_it_is_up() {
    JsonObject brief = limits().put("authMs", 500);
    try (TestNode hasty = new TestNode(data.resolve("hasty"), brief);
        TcpClient client = new TcpClient(hasty)) {
      client.bytes(new byte[] {0, 0});
      assertEquals(401, client.next().getInteger("failureCode"));
      assertEquals(4401, client.closeCode());
    }
  }

  @Test
  void a_browser_that_posts_here_is_closed_at_its_first_line() {
    try (TcpClient client = new TcpClient(node)) {
      client.bytes("POST / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals(400, client.next().getInteger("failureCode"));
      assertEquals(1009, client.closeCode());
    }
  }

  @Test
  void a_frame_above_the_limit_and_one_that_is_no_utf_8_close() {
    try (TcpClient large = TcpClient.of(node, "ann");
        TcpClient wrong = TcpClient.of(node, "ann")) {
      large.bytes(new byte[] {0, 1, 0, 0});
      assertEquals(1009, large.closeCode());
      wrong.bytes(new byte[] {0, 0, 0, 1, (byte) 0xC3});
      assertEquals(1007, wrong.closeCode());
    }
  }

  @Test
  void seats_are_shared_with_the_other_doors_and_a_block_reaches_all() {
    TestSocket socket = TestSocket.bus(node, "ann");
    try (TcpClient client = TcpClient.of(node, "ann");
        TcpClient third = new TcpClient(node)) {
      third.send(new JsonObject().put("type", "auth").put("token", node.token("ann")));
      assertEquals(400, third.next().getInteger("failureCode"));
      assertEquals(4429, third.closeCode());
      node.access().events().revoked("ann", null, "blocked");
      assertEquals(4403, client.closeCode());
      assertEquals(4403, socket.closeCode());
    }
  }

  @Test
  void a_client_that_breaks_off_leaves_nothing() {
    TcpClient client = TcpClient.of(node, "ann");
    client.send(new JsonObject().put("type", "register").put("address", STATUS));
    client.next("event");
    client.close();
    Await.until("it is gone", () -> node.bridge().counters().toJson().getLong("sockets") == 0);
    Await.until(
        "so is its subscription",
        () -> node.bridge().counters().toJson().getLong("subscriptions") == 0);
  }

  @Test
  void the_example_in_node_hears_the_fleet() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("node", "examples/tcp-client.mjs", "" + node.bridge().tcpPort());
    builder.environment().put("OMNIBUS_TOKEN", node.token("ann"));
    Process example = builder.redirectErrorStream(true).start();
    try (BufferedReader out = example.inputReader(StandardCharsets.UTF_8)) {
      assertTrue(out.readLine().startsWith("registered: {\"address\":\"event.server.status\""));
      assertEquals("fleet: files is healthy, web is healthy", out.readLine());
      node.tell("files", "info", 1);
      assertEquals("files: healthy -> degraded", out.readLine());
      node.access().events().revoked("ann", null, "blocked");
      assertEquals("closed: {\"code\":4403,\"reason\":\"blocked\"}", out.readLine());
      assertNull(out.readLine());
      assertTrue(example.waitFor(60, TimeUnit.SECONDS));
    } finally {
      example.destroy();
    }
  }

  private static JsonObject ask(String address) {
    return new JsonObject()
        .put("type", "send")
        .put("address", address)
        .put("replyAddress", "r1")
        .put("body", new JsonObject());
  }
}
