package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.model.Claim;
import dev.omnibus.model.ServerStatus;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The board of one node that is alone. */
class BoardVerticleTest {

  private final Vertx vertx = Vertx.vertx();
  private final TestNode node = TestNode.alone(vertx);

  @BeforeEach
  void deploy() {
    node.config.apply(Specs.fleet(Specs.http("files", 1), Specs.http("time", 1)));
    TestNode.await(
        vertx.deployVerticle(
            new BoardVerticle(
                node.bus, node.membership, node.config, node.board, Duration.ofSeconds(10))));
  }

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  @Test
  void what_is_published_stands_in_the_list() {
    publish("files", 1);
    TestNode.until(() -> servers().equals(List.of("files")));
  }

  @Test
  void a_health_event_counts_as_much_as_a_change() {
    publish("files", 1);
    say(Addresses.EVENT_SERVER_HEALTH, Specs.status("files", new Claim("n1@a", 1, 5)));
    TestNode.until(() -> node.board.of("files").filter(s -> s.claim().revision() == 5).isPresent());
  }

  @Test
  void a_server_that_nobody_configured_is_not_listed() {
    publish("stranger", 1);
    publish("files", 1);
    TestNode.until(() -> servers().equals(List.of("files")));
  }

  @Test
  void a_removed_server_is_forgotten() {
    publish("files", 1);
    TestNode.until(() -> node.board.of("files").isPresent());
    node.bus.publish(
        Addresses.EVENT_SERVER_REMOVED,
        "mcp_removed",
        "info",
        new JsonObject().put("server", "files"));
    TestNode.until(() -> node.board.of("files").isEmpty());
  }

  @Test
  void a_server_that_left_the_configuration_is_forgotten_at_once() {
    node.board.fold(Specs.status("files", new Claim("n1@a", 1, 1)));
    node.config.apply(Specs.fleet(Specs.http("time", 1)));
    assertTrue(node.board.of("files").isEmpty());
  }

  @Test
  void a_peer_is_told_only_what_its_digest_lacks() {
    node.board.fold(Specs.status("files", new Claim("n1@a", 2, 1)));
    node.board.fold(Specs.status("time", new Claim("n1@a", 1, 1)));
    JsonObject digest =
        new JsonObject()
            .put("files", new Claim("n2@b", 1, 9).toJson())
            .put("time", new Claim("n1@a", 1, 1).toJson());
    JsonObject answer =
        TestNode.await(
            node.bus.askNode(
                node.id.toString(),
                Addresses.BOARD,
                new JsonObject().put("digest", digest),
                null,
                Duration.ofSeconds(60)));
    assertEquals(
        List.of("files"),
        answer.getJsonArray("statuses").stream()
            .map(status -> ((JsonObject) status).getString("server"))
            .toList());
  }

  @Test
  void the_nodes_are_listed_with_this_one_marked() {
    JsonObject answer = node.ask(Addresses.QUERY_NODE_LIST, new JsonObject());
    JsonObject only = answer.getJsonArray("nodes").getJsonObject(0);
    assertEquals(node.id.toString(), answer.getString("self"));
    assertEquals("n1", only.getString("name"));
    assertTrue(only.getBoolean("self"));
  }

  /**
   * So does the hub, which is opened later: a page registers, is told how far the hub has heard,
   * and takes the list; what lies before is not told again, so the list must have it.
   */
  @Test
  void whoever_hears_a_change_after_the_board_finds_it_in_the_list() throws Exception {
    CountDownLatch asked = new CountDownLatch(500);
    Queue<Long> missing = new ConcurrentLinkedQueue<>();
    node.bus.hear(
        Addresses.EVENT_SERVER_STATUS,
        event -> {
          long epoch = epoch(event.getJsonObject("data").getJsonObject("status"));
          node.bus
              .ask(Addresses.QUERY_SERVER_LIST, new JsonObject(), null, Duration.ofSeconds(60))
              .onSuccess(
                  answer -> {
                    if (epoch(answer.getJsonArray("servers").getJsonObject(0)) < epoch) {
                      missing.add(epoch);
                    }
                    asked.countDown();
                  });
        });
    for (int i = 1; i <= 500; i++) {
      publish("files", i);
    }
    assertTrue(asked.await(60, TimeUnit.SECONDS));
    assertEquals(List.of(), List.copyOf(missing));
  }

  private static long epoch(JsonObject status) {
    return status.getJsonObject("claim").getLong("epoch");
  }

  private List<String> servers() {
    return node.ask(Addresses.QUERY_SERVER_LIST, new JsonObject()).getJsonArray("servers").stream()
        .map(status -> ((JsonObject) status).getString("server"))
        .toList();
  }

  private void publish(String server, long epoch) {
    say(Addresses.EVENT_SERVER_STATUS, Specs.status(server, new Claim("n1@a", epoch, 1)));
  }

  private void say(String address, ServerStatus status) {
    JsonObject data =
        new JsonObject().put("server", status.server()).put("status", status.toJson());
    node.bus.publish(address, "mcp_status_change", "info", data);
  }
}
