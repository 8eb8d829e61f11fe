package dev.omnibus.bridge;

import static dev.omnibus.bridge.BridgePeers.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that compresses, and {@code ws} clients that offer it. */
class DeflatedBridgeIT {

  private static final String AGREED = "permessage-deflate";
  private static final int EVENTS = 40;

  /** A text of a server's name that takes several frames. */
  private static final int LARGE = 200_000;

  @TempDir static Path data;
  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    BridgePeers.install();
    node = new TestNode(data, new JsonObject().put("compress", true));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/eventbus/websocket", "/eventbus/000/s1/websocket"})
  void events_reach_a_client_in_fewer_bytes_and_whole(String path) throws Exception {
    List<JsonObject> lines = run(path, DeflatedBridgeIT::stream, Integer.toString(EVENTS));
    assertEquals(AGREED, line(lines, "extensions").getString("extensions"));
    JsonObject end = line(lines, "numbers");
    assertEquals(
        new JsonArray(IntStream.range(0, EVENTS).boxed().toList()), end.getJsonArray("numbers"));
    assertTrue(end.getInteger("bytes") < end.getInteger("characters") / 2, end.encode());
    assertEquals(1005, line(lines, "closed").getInteger("closed"));
  }

  @Test
  void a_small_message_that_becomes_a_large_one_closes_its_socket() throws Exception {
    List<JsonObject> lines = run("/eventbus/websocket", line -> {}, "bomb", "50000000");
    assertEquals(1009, line(lines, "closed").getInteger("closed"));
  }

  @Test
  void who_does_not_offer_it_hears_the_same_plain() {
    TestSocket plain = TestSocket.bus(node, "ann");
    assertEquals(null, plain.socket().headers().get("Sec-WebSocket-Extensions"));
    plain.register("event.server.status", new JsonObject()).notice("registered");
    node.tell("files", "info", 7);
    assertEquals(7, TestSocket.number(plain.next("rec")));
    plain.close();
  }

  /** One of them is so large that it goes out in fragments. */
  private static void stream(JsonObject line) {
    if (line.containsKey("registered")) {
      for (int i = 0; i < EVENTS; i++) {
        node.tell(i == EVENTS / 2 ? "x".repeat(LARGE) : "files", "info", i);
      }
    }
  }

  private static List<JsonObject> run(String path, Consumer<JsonObject> heard, String... more)
      throws Exception {
    String url = "ws://127.0.0.1:" + node.port() + path + "?token=" + node.token("ann");
    String[] words =
        Stream.concat(Stream.of("deflate.cjs", url), Stream.of(more)).toArray(String[]::new);
    return BridgePeers.runJson(heard, words);
  }
}
