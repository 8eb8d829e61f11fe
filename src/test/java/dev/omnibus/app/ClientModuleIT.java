package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Peer;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published client module in Node, before real nodes that are killed under it. */
class ClientModuleIT {

  private static final File PEERS = new File("src/test/peers");
  private static final String NOBODY = "http://127.0.0.1:1/mcp";
  private static final String REMOVED = "event.server.removed";
  private static final String CHANGED = "event.config.changed";

  @TempDir Path folder;

  @BeforeAll
  static void peers() throws Exception {
    assumeTrue(
        new File(PEERS, "bridge/node_modules").isDirectory(), "SKIPPED: ./omnibus test fetches ws");
  }

  @Test
  void the_module_does_alone_what_it_promises() throws Exception {
    Process tests =
        new ProcessBuilder("node", "--test", "src/test/web").redirectErrorStream(true).start();
    String said = new String(tests.getInputStream().readAllBytes());
    assertTrue(tests.waitFor(60, TimeUnit.SECONDS) && tests.exitValue() == 0, said);
  }

  @Test
  void pages_of_any_origin_may_load_it() throws Exception {
    try (NodeProcess node = new NodeProcess("one", folder)) {
      HttpResponse<String> module = load(node.write("servers.json", "{\"mcpServers\":{}}").start());
      assertEquals(200, module.statusCode());
      assertEquals("*", module.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
      assertTrue(module.headers().firstValue("Content-Type").orElse("").contains("javascript"));
    }
  }

  @Test
  void a_token_is_renewed_over_the_open_socket() throws Exception {
    try (NodeProcess node = new NodeProcess("one", folder)) {
      node.write("servers.json", "{\"mcpServers\":{}}");
      node.write(
          "omnibus.json",
          "{\"identity\":{\"accessMinutes\":1},\"bridge\":{\"expiryWarningMs\":58000}}");
      node.start();
      try (Peer peer = watcher(node, CHANGED)) {
        int at = 0;
        for (int renewals = 0; renewals < 2; renewals++) {
          at = peer.await("a renewal", at, line -> line.getBoolean("token", false)) + 1;
        }
        assertEquals(1, peer.lines("socket").size(), "one socket all the time: " + peer.lines());
      }
    }
  }

  /** A node that refuses whoever offers no key; what stands on the wire, SealedBridgeIT reads. */
  @Test
  void what_servers_log_comes_sealed_and_is_read_in_clear() throws Exception {
    try (NodeProcess node = new NodeProcess("one", folder)) {
      node.write("omnibus.json", "{\"bridge\":{\"sealed\":\"required\"}}");
      node.write("servers.json", "{\"mcpServers\":{}}").start();
      try (Peer peer = watcher(node, "event.server.log")) {
        int at = peer.await("ready", 0, line -> line.containsKey("ready"));
        node.write("servers.json", new ServersFile().odd("loud", "noisy").text());
        peer.await("a line", at, line -> "a word on stderr".equals(text(line)));
        assertEquals(0, peer.lines("refused").size(), peer.lines()::toString);
      }
    }
  }

  /** The second node was there all the time: nothing is missed. The first comes back alone. */
  @Test
  void it_goes_on_on_another_node_and_takes_the_snapshot_where_nobody_remembers() throws Exception {
    ServersFile fleet = new ServersFile().http("a", NOBODY).http("b", NOBODY).http("c", NOBODY);
    try (NodeProcess one = new NodeProcess("one", folder);
        NodeProcess two = new NodeProcess("two", folder, one.clusterPort())) {
      one.write("servers.json", fleet.text()).start();
      two.start();
      try (Peer peer = watcher(List.of(one, two), CHANGED + "," + REMOVED)) {
        int at = peer.await("ready", 0, line -> line.containsKey("ready"));
        one.write("servers.json", fleet.remove("a").text());
        at = peer.await("a removed", at, removed("a"));
        one.kill();
        at = peer.await("closed", at, line -> "close".equals(line.getString("socket")));
        two.write("servers.json", fleet.remove("b").text());
        int back = peer.await("ready again", at, line -> line.containsKey("ready"));
        assertTrue(peer.lines().get(back).getBoolean("ready"), "resumed: " + peer.lines());
        at = peer.await("b removed", at, removed("b"));
        two.kill();
        one.write("servers.json", fleet.text()).start();
        at = peer.await("a snapshot", at, line -> "away".equals(line.getString("snapshot")));
        assertEquals("[\"c\"]", peer.lines().get(at).getJsonArray("servers").encode());
        one.write("servers.json", fleet.remove("c").text());
        peer.await("c removed", at, removed("c"));
        List<String> ids = peer.lines("event").stream().map(e -> e.getString("id")).toList();
        assertEquals(ids.size(), new HashSet<>(ids).size(), "each once: " + ids);
        assertEquals(0, peer.lines("gap").size());
      }
    }
  }

  private static String text(JsonObject line) {
    return line.getJsonObject("data", new JsonObject()).getString("text");
  }

  private static Predicate<JsonObject> removed(String server) {
    return line ->
        "mcp_removed".equals(line.getString("event"))
            && server.equals(line.getJsonObject("data").getString("server"));
  }

  private Peer watcher(NodeProcess node, String addresses) throws Exception {
    return watcher(List.of(node), addresses);
  }

  private Peer watcher(List<NodeProcess> nodes, String addresses) throws Exception {
    Path module = folder.resolve("omnibus-client.mjs");
    Files.writeString(module, load(nodes.get(0)).body());
    String urls =
        String.join(",", nodes.stream().map(n -> "http://127.0.0.1:" + n.port()).toList());
    List<String> command =
        List.of(
            "node",
            "watcher.mjs",
            module.toAbsolutePath().toString(),
            urls,
            NodeProcess.PASSWORD,
            addresses);
    return new Peer(new File(PEERS, "client"), command);
  }

  private static HttpResponse<String> load(NodeProcess node) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + node.port() + "/client/omnibus-client.js");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
