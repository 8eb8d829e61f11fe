package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.client.OmnibusClient;
import dev.omnibus.harness.ReverseProxy;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sockets through a proxy that knows the nodes below a path, cuts what is silent, holds back the
 * first of an answer, or goes to another node meanwhile.
 */
class ProxiedBridgeIT {

  private static final String STATUS = Addresses.EVENT_SERVER_STATUS;
  private static final String STOCK = "@vertx/eventbus-bridge-client.js";

  @TempDir static Path data;
  private static BridgeCluster cluster;

  /** Its heartbeats come far more often than a proxy cuts what is silent. */
  private static TestNode one;

  /** Its first heartbeat comes after any proxy here has cut what is silent. */
  private static TestNode two;

  private final ReverseProxy proxy = new ReverseProxy();

  @BeforeAll
  static void start() throws Exception {
    BridgePeers.install();
    cluster = new BridgeCluster();
    one = cluster.node("n1", data, new JsonObject().put("pingMs", 400).put("tickMs", 50));
    two = cluster.node("n2", data, new JsonObject().put("pingMs", 600_000).put("idleMs", 600_000));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  /**
   * Those without heartbeats show that the proxy cuts; two, as one heartbeat alone saves nobody.
   */
  @Test
  void a_quiet_socket_lives_by_its_heartbeats_where_a_proxy_cuts_what_is_silent() throws Exception {
    proxy.leads("/beats", one.port()).leads("/silent", two.port());
    proxy.cutting(Duration.ofSeconds(4)).listen();
    TestSocket quiet = through("/beats", one);
    for (int cut = 0; cut < 2; cut++) {
      assertEquals(1006, through("/silent", two).closeCode(), "cut off without a word");
    }
    assertFalse(quiet.isClosed());
    assertEquals(List.of(), quiet.settled());
    quiet.close();
  }

  private TestSocket through(String path, TestNode node) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setURI(path + "/eventbus/websocket")
            .putHeader("Authorization", "Bearer " + node.token("ann"));
    return TestNode.await(TestSocket.attempt(node, proxy.server().actualPort(), options));
  }

  /** Without the padding at its beginning no frame of the stream would come through. */
  @Test
  void a_stream_passes_a_proxy_that_holds_back_2_kb() throws Exception {
    proxy.leads("/omnibus", one.port()).holding(2048).listen();
    StockScript.assertPassed(
        BridgePeers.runJson(
            line -> StockScript.heard(one, line),
            "stock.cjs",
            STOCK,
            stockUrl(),
            "xhr-streaming",
            "" + StockScript.HALF,
            "" + StockScript.ALL));
  }

  private String stockUrl() {
    return proxy.url("/omnibus/eventbus?token=" + one.token("ann"));
  }

  @Test
  void a_program_on_the_jvm_finds_a_node_below_a_path() throws Exception {
    proxy.leads("/omnibus", one.port()).listen();
    OmnibusClient client =
        OmnibusClient.at(proxy.url("/omnibus/"))
            .as((node, worn) -> CompletableFuture.supplyAsync(() -> one.token("ann")))
            .open();
    Await.until("open", client::isOpen);
    JsonObject fleet =
        client.request(Addresses.QUERY_SERVER_LIST, new JsonObject()).get(60, TimeUnit.SECONDS);
    client.close();
    assertEquals(2, fleet.getJsonArray("servers").size());
    assertTrue(
        proxy.seen().stream().anyMatch(s -> s.path().equals("/omnibus/eventbus/websocket")),
        () -> proxy.seen().toString());
  }

  /** Whoever polls begins a session, as SockJS has it; whoever sends to none hears so. */
  @Test
  void a_session_over_http_is_known_to_its_node_only() {
    // Vert.x ends the connection with each poll, so none is kept here.
    WebClient web = WebClient.create(one.vertx(), new WebClientOptions().setKeepAlive(false));
    assertEquals("o\n", post(web, one, "xhr", "").bodyAsString());
    String ping = "[\"{\\\"type\\\":\\\"ping\\\"}\"]";
    HttpResponse<Buffer> lost = post(web, two, "xhr_send", ping);
    assertEquals(404, lost.statusCode());
    assertEquals(
        "there is no such session",
        lost.bodyAsJsonObject().getJsonObject("error").getString("message"));
    assertEquals("o\n", post(web, two, "xhr", "").bodyAsString());
    web.close();
  }

  private static HttpResponse<Buffer> post(WebClient web, TestNode node, String what, String body) {
    return TestNode.await(
        web.post(node.port(), "127.0.0.1", "/eventbus/000/elsewhere/" + what)
            .bearerTokenAuthentication(one.token("ann"))
            .sendBuffer(Buffer.buffer(body)));
  }

  /** A balancer that is not sticky: from the second event on it leads to the other node. */
  @Test
  void a_stock_client_whose_polls_come_to_another_node_begins_anew_there_and_misses_nothing()
      throws Exception {
    proxy.leads("/omnibus", one.port()).listen();
    Queue<Integer> there = new ConcurrentLinkedQueue<>();
    two.bus().hear(STATUS, event -> there.add(event.getJsonObject("data").getInteger("number")));
    List<JsonObject> lines =
        BridgePeers.runJson(
            line -> moved(line, there), "moved.cjs", stockUrl(), "xhr-polling", "4");
    assertEquals(List.of(1, 2, 3, 4), values(lines, "number"));
    assertEquals(List.of(1006), values(lines, "closed"), lines::toString);
    assertEquals(List.of(false, true), values(lines, "recovered"), lines::toString);
  }

  private void moved(JsonObject line, Queue<Integer> there) {
    if (Boolean.FALSE.equals(line.getBoolean("recovered"))) {
      one.tell("files", "info", 1);
      one.tell("files", "info", 2);
    }
    if (Integer.valueOf(2).equals(line.getInteger("number"))) {
      Await.until("the other one has heard it too", () -> there.contains(2));
      proxy.leads("/omnibus", two.port());
    }
    if (line.containsKey("closed")) {
      one.tell("files", "info", 3);
    }
    if (Boolean.TRUE.equals(line.getBoolean("recovered"))) {
      one.tell("files", "info", 4);
    }
  }

  private static List<Object> values(List<JsonObject> lines, String key) {
    return lines.stream().filter(line -> line.containsKey(key)).map(l -> l.getValue(key)).toList();
  }
}
