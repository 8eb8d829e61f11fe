package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The event-bus clients that people already have, unchanged, under a running stream of events. */
class StockClientBridgeIT {

  private static final File PEERS = new File("src/test/peers/bridge");
  private static final int HALF = 40;
  private static final int ALL = 120;
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
    List<JsonObject> lines = run(client, transport);
    assertEquals(2, line(lines, "reply").getInteger("reply"));
    assertEquals(502, line(lines, "failure").getInteger("failure"));
    assertEquals("RECIPIENT_FAILURE", line(lines, "failure").getString("type"));
    assertEquals("it does not come up", line(lines, "failure").getString("message"));
    assertEquals(403, line(lines, "register").getInteger("register"));
    assertEquals(403, line(lines, "error").getInteger("code"));
    assertEquals("event.node.left", line(lines, "error").getString("error"));
    assertTrue(
        lines.stream()
            .anyMatch(
                json -> json.getInteger("connection", 0) == 2 && json.getBoolean("recovered")));
    JsonArray expected = new JsonArray(IntStream.range(0, ALL).boxed().toList());
    assertEquals(expected, line(lines, "numbers").getJsonArray("numbers"));
  }

  /** Runs the client to its end; events flow from its first acknowledged register on. */
  private static List<JsonObject> run(String client, String transport) throws Exception {
    String url = "http://127.0.0.1:" + node.port() + "/eventbus?token=" + node.token("ann");
    Process process =
        new ProcessBuilder("node", "stock.cjs", client, url, transport, "" + HALF, "" + ALL)
            .directory(PEERS)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<JsonObject> lines = new ArrayList<>();
    try (BufferedReader out = reader(process)) {
      for (String text = out.readLine(); text != null; text = out.readLine()) {
        JsonObject line = new JsonObject(text);
        lines.add(line);
        if (line.getInteger("connection", 0) == 1) {
          stream();
        }
      }
    }
    assertTrue(process.waitFor(10, TimeUnit.SECONDS), "it never ended");
    return lines;
  }

  /** A number every 5 ms, so that the break falls into the stream. */
  private static void stream() {
    int[] next = {0};
    node.vertx()
        .setPeriodic(
            5,
            id -> {
              node.tell("files", "info", next[0]++);
              if (next[0] == ALL) {
                node.vertx().cancelTimer(id);
              }
            });
  }

  private static BufferedReader reader(Process process) throws IOException {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static JsonObject line(List<JsonObject> lines, String key) {
    return lines.stream()
        .filter(line -> line.containsKey(key))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + key + " in " + lines));
  }
}
