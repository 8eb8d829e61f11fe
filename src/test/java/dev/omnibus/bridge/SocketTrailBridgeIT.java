package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.trail.AuditEntry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens on a socket is noted, once each, with who and from where; and counted. */
class SocketTrailBridgeIT {

  private static final String STATUS = Addresses.EVENT_SERVER_STATUS;
  @TempDir Path data;
  private TestNode node;
  private final List<AuditEntry> noted = new ArrayList<>();

  @BeforeEach
  void start() {
    node = new TestNode(data, new JsonObject().put("requestBurst", 20).put("requestsPerSecond", 1));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** Those noted so far, of this act. */
  private List<AuditEntry> noted(String act) {
    noted.addAll(node.trail().take(10_000));
    return noted.stream().filter(entry -> entry.action().equals("socket." + act)).toList();
  }

  private AuditEntry first(String act) {
    Await.until(act + " is noted", () -> !noted(act).isEmpty());
    return noted(act).get(0);
  }

  @Test
  void the_life_of_a_socket_is_noted_from_its_first_to_its_last() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.register(STATUS, new JsonObject()).notice("registered");
    socket.send(send(Addresses.COMMAND_SERVER_RESTART, new JsonObject().put("server", "broken")));
    socket.next("err");
    socket.send(send("bridge.renew", new JsonObject().put("token", node.token("ann")))).next("rec");
    socket.send(new JsonObject().put("type", "unregister").put("address", STATUS)).settled();
    socket.close();
    AuditEntry close = first("close");
    assertEquals(1000, close.detail().getInteger("code"));
    AuditEntry connect = first("connect");
    assertEquals("ann", connect.user());
    assertEquals("127.0.0.1", connect.detail().getString("remote"));
    assertEquals(connect.detail().getString("socket"), close.detail().getString("socket"));
    assertEquals(STATUS, first("subscribe").detail().getString("address"));
    assertEquals(STATUS, first("unsubscribe").detail().getString("address"));
    assertEquals("ok", first("authenticate").outcome());
    AuditEntry command = first("command");
    assertEquals("broken", command.server());
    assertEquals("upstream", command.outcome());
    assertTrue(command.durationMs() >= 0);
    assertTrue(noted.toString().indexOf(node.token("ann").substring(0, 20)) < 0, "a token");
  }

  @Test
  void what_is_refused_is_noted_and_told_to_operators() {
    TestSocket operator = TestSocket.bus(node, "bob");
    operator.register(Addresses.EVENT_ACCESS_REFUSED, null).notice("registered");
    TestSocket socket = TestSocket.bus(node, "vic");
    socket.register("event.node.left", null).next("err");
    AuditEntry refuse = first("refuse");
    assertEquals("vic", refuse.user());
    assertEquals("event.node.left", refuse.detail().getString("address"));
    JsonObject told = operator.next("rec").getJsonObject("body").getJsonObject("data");
    assertEquals("vic", told.getString("user"));
    assertEquals("event.node.left", told.getString("address"));
    socket.close();
    operator.close();
  }

  @Test
  void somebody_without_a_proof_is_noted_without_a_name() {
    try {
      TestNode.await(
          TestSocket.attempt(node, "/eventbus/websocket", MultiMap.caseInsensitiveMultiMap()));
    } catch (AssertionError refused) {
      assertEquals(null, first("refuse").user());
      assertEquals("unauthenticated", first("refuse").outcome());
      return;
    }
    throw new AssertionError("came in");
  }

  @Test
  void who_goes_on_above_the_limit_is_noted_and_closed_and_notes_are_bounded() {
    TestSocket socket = TestSocket.bus(node, "ann");
    for (int i = 0; i < 100 && !socket.socket().isClosed(); i++) {
      socket.socket().writeTextMessage("{\"type\":\"ping\"}");
    }
    assertEquals(4429, socket.closeCode());
    assertEquals("rate", first("limit").outcome());
    assertEquals("too many messages", first("close").detail().getString("reason"));
    assertTrue(noted("limit").size() <= 21);
  }

  @Test
  void however_sockets_end_as_many_closed_as_connected() {
    IntStream.range(0, 5).forEach(n -> TestSocket.bus(node, "ann").close());
    TestSocket.bus(node, "ann")
        .socket()
        .writeFinalBinaryFrame(Buffer.buffer(new byte[] {(byte) 0xC3}));
    TestSocket blocked = TestSocket.bus(node, "bob");
    node.access().events().revoked("bob", null, "blocked");
    assertEquals(4403, blocked.closeCode());
    Await.until("all are closed", () -> noted("close").size() == 7);
    assertEquals(7, noted("connect").size());
    assertEquals(0, node.bridge().counters().toJson().getLong("sockets"));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new BridgeMeters(node.bridge().counters()).bindTo(meters);
    String page = meters.scrape();
    assertTrue(page.contains("omnibus_bridge_opened_total 7.0"), page);
    assertTrue(page.contains("omnibus_bridge_sockets 0.0"), page);
    assertTrue(page.contains("omnibus_bridge_closed_total{code=\"4403\"} 1.0"), page);
    assertTrue(page.contains("omnibus_bridge_closed_total{code=\"1007\"} 1.0"), page);
  }

  private static JsonObject send(String address, JsonObject body) {
    return new JsonObject()
        .put("type", "send")
        .put("address", address)
        .put("replyAddress", "r1")
        .put("body", body);
  }
}
