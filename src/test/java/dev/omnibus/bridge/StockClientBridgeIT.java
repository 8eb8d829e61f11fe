package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The event-bus clients that people already have, unchanged, under a running stream of events. */
class StockClientBridgeIT {

  private static final File PEERS = new File("src/test/peers/bridge");
  @TempDir static Path data;
  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    installPeers();
    node = new TestNode(data, new JsonObject());
  }

  static void installPeers() throws Exception {
    if (!new File(PEERS, "node_modules").isDirectory()) {
      Process npm =
          new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
              .directory(PEERS)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertTrue(npm.waitFor(2, TimeUnit.MINUTES) && npm.exitValue() == 0, "npm ci failed");
    }
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "vertx3-eventbus-client, websocket",
    "@vertx/eventbus-bridge-client.js, websocket",
    "@vertx/eventbus-bridge-client.js, xhr-streaming",
    "@vertx/eventbus-bridge-client.js, xhr-polling"
  })
  void a_stock_client_works_and_its_resume_loses_and_doubles_nothing(
      String client, String transport) throws Exception {
    StockScript.assertPassed(run(client, transport));
  }

  /** Runs the client to its end; events flow from its first acknowledged register on. */
  private static List<JsonObject> run(String client, String transport) throws Exception {
    String url = "http://127.0.0.1:" + node.port() + "/eventbus?token=" + node.token("ann");
    Process process =
        new ProcessBuilder(
                "node",
                "stock.cjs",
                client,
                url,
                transport,
                "" + StockScript.HALF,
                "" + StockScript.ALL)
            .directory(PEERS)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<JsonObject> lines = new ArrayList<>();
    try (BufferedReader out = reader(process)) {
      for (String text = out.readLine(); text != null; text = out.readLine()) {
        JsonObject line = new JsonObject(text);
        lines.add(line);
        StockScript.heard(node, line);
      }
    }
    assertTrue(process.waitFor(10, TimeUnit.SECONDS), "it never ended");
    return lines;
  }

  private static BufferedReader reader(Process process) throws IOException {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
