package dev.omnibus.bridge;

import static dev.omnibus.bridge.BridgePeers.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;

/** What the script that stock clients run ({@code script.js}) needs, and what it must have said. */
final class StockScript {

  /** After so many events it unregisters and leaves. */
  static final int HALF = 40;

  static final int ALL = 120;

  /** From one number on to another one, when a connection of the client stands. */
  private static final int[] STREAMED = {0, 80, 100, ALL};

  private StockScript() {}

  /**
   * A number every 5 ms once the client has registered on its first, second or third connection, so
   * that its breaks, after 40 and after 90, fall into the stream.
   */
  static void heard(TestNode node, JsonObject line) {
    int connection = line.getInteger("connection", 0);
    if (connection > 0 && connection < STREAMED.length) {
      stream(node, STREAMED[connection - 1], STREAMED[connection]);
    }
  }

  private static void stream(TestNode node, int from, int to) {
    int[] next = {from};
    node.vertx()
        .setPeriodic(
            5,
            id -> {
              node.tell("files", "info", next[0]++);
              if (next[0] == to) {
                node.vertx().cancelTimer(id);
              }
            });
  }

  static void assertPassed(List<JsonObject> lines) {
    assertEquals(2, line(lines, "reply").getInteger("reply"));
    assertEquals(502, line(lines, "failure").getInteger("failure"));
    assertEquals("RECIPIENT_FAILURE", line(lines, "failure").getString("type"));
    assertEquals("it does not come up", line(lines, "failure").getString("message"));
    assertEquals(403, line(lines, "register").getInteger("register"));
    assertEquals(403, line(lines, "error").getInteger("code"));
    assertEquals("event.node.left", line(lines, "error").getString("error"));
    assertEquals(0, line(lines, "late").getInteger("late"));
    assertTrue(line(lines, "pong").getBoolean("pong"));
    assertTrue(recovered(lines, 2) && recovered(lines, 3), lines.toString());
    assertTrue(lines.stream().noneMatch(line -> line.containsKey("twice")), lines.toString());
    JsonArray expected = new JsonArray(IntStream.range(0, ALL).boxed().toList());
    assertEquals(expected, line(lines, "numbers").getJsonArray("numbers"));
  }

  private static boolean recovered(List<JsonObject> lines, int connection) {
    return lines.stream()
        .anyMatch(
            line -> line.getInteger("connection", 0) == connection && line.getBoolean("recovered"));
  }
}
