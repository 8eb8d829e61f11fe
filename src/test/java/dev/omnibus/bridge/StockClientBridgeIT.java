package dev.omnibus.bridge;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The event-bus clients that people already have, unchanged, under a running stream of events. */
class StockClientBridgeIT {

  @TempDir static Path data;
  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    BridgePeers.install();
    node = new TestNode(data, new JsonObject());
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
    return BridgePeers.runJson(
        line -> StockScript.heard(node, line),
        "stock.cjs",
        client,
        url,
        transport,
        "" + StockScript.HALF,
        "" + StockScript.ALL);
  }
}
