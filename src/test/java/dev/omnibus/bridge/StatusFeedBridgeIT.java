package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plain status feed. */
class StatusFeedBridgeIT {

  private static final String PATH = "/ws/mcp-status";
  @TempDir static Path data;
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = new TestNode(data, new JsonObject().put("pingMs", 300).put("tickMs", 50));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void the_fleet_comes_first() {
    TestSocket socket = TestSocket.open(node, PATH, "ann");
    JsonObject first = socket.next("initial_status");
    assertTrue(first.getString("timestamp").endsWith("Z"));
    assertEquals(
        new JsonObject()
            .put("name", "files")
            .put("health_status", "healthy")
            .put("circuit_state", "closed")
            .put("last_health_check", "2026-11-22T10:00:00Z"),
        first.getJsonArray("mcps").getJsonObject(0));
    socket.close();
  }

  @Test
  void a_caller_sees_only_what_it_may_see() {
    TestSocket socket = TestSocket.open(node, PATH, "vic");
    assertEquals(1, socket.next("initial_status").getJsonArray("mcps").size());
    socket.close();
  }

  @Test
  void who_may_not_ask_for_the_fleet_is_not_told_it() {
    TestSocket socket = TestSocket.open(node, PATH, "bot");
    JsonObject first = socket.next(json -> true);
    assertEquals("error", first.getString("type"));
    assertEquals(403, first.getJsonObject("error").getInteger("code"));
    socket.close();
  }

  @Test
  void who_subscribes_to_nothing_gets_pings_only() {
    TestSocket socket = TestSocket.open(node, PATH, "ann");
    socket.next("initial_status");
    node.tell("files", "error", 1);
    assertTrue(socket.next(json -> true).getString("type").equals("ping"));
    socket.close();
  }

  @Test
  void a_change_comes_in_the_words_of_the_feed() {
    TestSocket socket = TestSocket.open(node, PATH, "ann");
    socket.send(subscribe(null)).next("subscribed");
    node.tell("files", "error", 1);
    JsonObject change = socket.next("mcp_status_change");
    JsonObject data = change.getJsonObject("data");
    assertTrue(change.getString("timestamp").endsWith("Z"));
    assertEquals("files", data.getString("mcp_name"));
    assertEquals("healthy", data.getString("old_status"));
    assertEquals("degraded", data.getString("new_status"));
    assertEquals("error", data.getString("severity"));
    socket.close();
  }

  @Test
  void two_matching_subscriptions_bring_an_event_once() {
    TestSocket socket = TestSocket.open(node, PATH, "ann");
    socket.send(subscribe(null)).next("subscribed");
    socket
        .send(subscribe(new JsonObject().put("mcp_names", new JsonArray().add("files"))))
        .next("subscribed");
    node.tell("files", "error", 1);
    node.tell("files", "critical", 2);
    assertEquals("error", severity(socket.next("mcp_status_change")));
    assertEquals("critical", severity(socket.next("mcp_status_change")));
    socket.close();
  }

  @Test
  void a_filter_on_severity_holds() {
    TestSocket socket = TestSocket.open(node, PATH, "ann");
    JsonArray loud = new JsonArray().add("error").add("critical");
    socket.send(subscribe(new JsonObject().put("severity", loud))).next("subscribed");
    node.tell("files", "info", 1);
    node.tell("files", "critical", 2);
    assertEquals("critical", severity(socket.next("mcp_status_change")));
    socket.close();
  }

  @Test
  void a_bad_filter_is_answered_and_harms_nobody() {
    TestSocket other = TestSocket.open(node, PATH, "bob");
    other.send(subscribe(null)).next("subscribed");
    TestSocket socket = TestSocket.open(node, PATH, "ann");
    for (Object filters :
        List.of(
            5,
            "x",
            new JsonArray(),
            new JsonObject().put("severity", 5),
            new JsonObject().put("severity", new JsonArray().add("high")),
            new JsonObject().put("mcp_names", new JsonArray().add(1)),
            new JsonObject().put("nonsense", 1))) {
      assertEquals(400, code(socket.send(subscribe(filters)).next("error")), filters.toString());
    }
    node.tell("files", "error", 1);
    assertEquals("error", severity(other.next("mcp_status_change")));
    socket.send(subscribe(null)).next("subscribed");
    socket.close();
    other.close();
  }

  @Test
  void bad_messages_are_answered_and_the_socket_goes_on() {
    TestSocket socket = TestSocket.open(node, PATH, "ann");
    for (String bad : List.of("5", "null", "[1]", "{", "{\"action\":7}", "{\"action\":\"x\"}")) {
      assertEquals(400, code(socket.send(bad).next("error")), bad);
    }
    socket.send("{\"action\":\"ping\"}").next("pong");
    socket.close();
  }

  @Test
  void an_unknown_event_type_is_named() {
    TestSocket socket = TestSocket.open(node, PATH, "ann");
    JsonObject json = subscribe(null).put("event_types", new JsonArray().add("mcp_gone_fishing"));
    String message = socket.send(json).next("error").getJsonObject("error").getString("message");
    assertTrue(message.contains("mcp_gone_fishing"));
    socket.close();
  }

  @Test
  void an_unsubscribe_ends_it_and_an_unknown_one_is_said() {
    TestSocket socket = TestSocket.open(node, PATH, "ann");
    String id = socket.send(subscribe(null)).next("subscribed").getString("subscription_id");
    JsonObject stop = new JsonObject().put("action", "unsubscribe").put("subscription_id", id);
    assertEquals(id, socket.send(stop).next("unsubscribed").getString("subscription_id"));
    assertEquals(404, code(socket.send(stop).next("error")));
    socket.close();
  }

  @Test
  void only_what_is_emitted_is_advertised() {
    TestSocket socket = TestSocket.open(node, PATH, "ann");
    String metadata =
        socket
            .send("{\"action\":\"get_metadata\"}")
            .next("metadata")
            .getJsonObject("data")
            .encode();
    assertTrue(metadata.contains("mcp_status_change"));
    assertFalse(metadata.contains("mcp_auto_disabled"));
    socket.close();
  }

  @Test
  void how_a_node_is_comes_in_the_words_of_the_feed() {
    TestSocket socket = TestSocket.open(node, PATH, "ann");
    JsonObject system =
        new JsonObject()
            .put("event_types", new JsonArray().add("system_health"))
            .put("filters", new JsonObject().put("mcp_names", new JsonArray().add("files")));
    socket.send(system.put("action", "subscribe")).next("subscribed");
    JsonObject load =
        new JsonObject()
            .put("cpuPercent", 17.5)
            .put("memoryPercent", 41.2)
            .put("memoryUsedMb", 6593)
            .put("memoryTotalMb", 16003)
            .put("activeServers", 2);
    node.bus().publish(Addresses.EVENT_NODE_LOAD, "system_health", "info", load);
    JsonObject told = socket.next("system_health");
    assertEquals(node.bus().node(), told.getString("node"));
    assertEquals(
        new JsonObject()
            .put("severity", "info")
            .put("cpu_percent", 17.5)
            .put("memory_percent", 41.2)
            .put("memory_used_mb", 6593)
            .put("memory_total_mb", 16003)
            .put("active_mcps", 2),
        told.getJsonObject("data"));
    socket.close();
  }

  @Test
  void two_tabs_of_one_user_are_two_connections() {
    TestSocket one = TestSocket.open(node, PATH, "ann");
    TestSocket two = TestSocket.open(node, PATH, "ann");
    String first = one.send(subscribe(null)).next("subscribed").getString("subscription_id");
    String second = two.send(subscribe(null)).next("subscribed").getString("subscription_id");
    assertNotEquals(first, second);
    one.close();
    node.tell("files", "error", 1);
    two.next("mcp_status_change");
    two.close();
  }

  @Test
  void nobody_comes_in_without_a_token() {
    assertThrows(
        AssertionError.class,
        () -> TestNode.await(TestSocket.attempt(node, PATH, MultiMap.caseInsensitiveMultiMap())));
  }

  private static JsonObject subscribe(Object filters) {
    JsonObject json =
        new JsonObject()
            .put("action", "subscribe")
            .put("event_types", new JsonArray().add("mcp_status_change").add("mcp_auto_disabled"));
    return filters == null ? json : json.put("filters", filters);
  }

  private static String severity(JsonObject change) {
    return change.getJsonObject("data").getString("severity");
  }

  private static int code(JsonObject error) {
    return error.getJsonObject("error").getInteger("code");
  }
}
