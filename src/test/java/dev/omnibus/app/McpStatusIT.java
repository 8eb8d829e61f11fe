package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.FeedClient;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plain status feed of a real node, over real servers. */
class McpStatusIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String CHANGE = "mcp_status_change";

  @TempDir static Path folder;
  private static NodeProcess node;
  private static Operator operator;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    node = new NodeProcess("feed", folder);
    node.write("servers.json", new ServersFile().demo("one").demo("other").text()).start();
    token = Operator.token(node.port(), "admin", NodeProcess.PASSWORD);
    operator = Operator.open(node.port(), token);
  }

  @AfterAll
  static void end() {
    operator.close();
    node.close();
  }

  @BeforeEach
  void bothAreHealthy() throws Exception {
    operator.awaitState("one", "healthy", LIMIT);
    operator.awaitState("other", "healthy", LIMIT);
  }

  private static FeedClient feed() throws Exception {
    return FeedClient.open(node.port(), token);
  }

  private static void kill(String server) throws Exception {
    long pid = operator.status(server).getJsonObject("link").getLong("pid");
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  private static JsonObject data(JsonObject change) {
    return change.getJsonObject("data");
  }

  private static boolean says(JsonObject change, String server, String state) {
    return data(change).getString("mcp_name").equals(server)
        && data(change).getString("new_status").equals(state);
  }

  @Test
  void the_first_message_is_the_status_of_all_servers() throws Exception {
    try (FeedClient client = feed()) {
      client.await("initial_status");
      JsonObject first = client.heard().get(0);
      assertEquals("initial_status", first.getString("type"));
      assertTrue(Instant.parse(first.getString("timestamp")).isBefore(Instant.MAX));
      List<JsonObject> lines =
          first.getJsonArray("mcps").stream().map(JsonObject.class::cast).toList();
      assertEquals(
          Set.of("one", "other"),
          lines.stream().map(line -> line.getString("name")).collect(Collectors.toSet()));
      for (JsonObject line : lines) {
        assertEquals("healthy", line.getString("health_status"));
        assertEquals("closed", line.getString("circuit_state"));
        Instant.parse(line.getString("last_health_check"));
      }
    }
  }

  @Test
  void a_killed_process_is_told_in_the_words_of_the_reference_and_filtered() throws Exception {
    try (FeedClient client = feed();
        FeedClient all = feed()) {
      all.subscribe(new JsonObject()).await("subscribed");
      JsonObject filter =
          new JsonObject()
              .put("mcp_names", new JsonArray().add("one"))
              .put("severity", new JsonArray().add("error"))
              .put("new_status", "disconnected");
      JsonObject subscribed = client.subscribe(filter).await("subscribed");
      assertTrue(subscribed.getString("subscription_id").matches("sub_[0-9a-f]{8}"));
      assertEquals(new JsonArray().add(CHANGE), subscribed.getJsonArray("event_types"));
      assertEquals(filter, subscribed.getJsonObject("filters"));
      kill("other");
      all.await(CHANGE, c -> says(c, "other", "disconnected"));
      kill("one");
      JsonObject change = client.await(CHANGE);
      Instant.parse(change.getString("timestamp"));
      assertEquals("one", data(change).getString("mcp_name"));
      assertEquals("healthy", data(change).getString("old_status"));
      assertEquals("disconnected", data(change).getString("new_status"));
      assertEquals("error", data(change).getString("severity"));
      assertTrue(data(change).getString("reason").contains("exited"), change.encode());
      assertTrue(data(change).containsKey("error_count"), change.encode());
      JsonObject back = all.await(CHANGE, c -> says(c, "one", "healthy"));
      assertEquals("info", data(back).getString("severity"));
      assertEquals(8, data(back).getInteger("tool_count"), back.encode());
      assertTrue(data(back).getDouble("response_time_ms") > 0, back.encode());
      assertEquals(1, client.heard(CHANGE).size(), "the filter let more through");
    }
  }

  @Test
  void a_bad_filter_is_answered_and_another_tab_of_the_same_user_still_hears() throws Exception {
    try (FeedClient careless = feed();
        FeedClient other = feed()) {
      String mine = other.subscribe(null).await("subscribed").getString("subscription_id");
      careless.subscribe(5);
      JsonObject error = careless.await("error").getJsonObject("error");
      assertEquals(400, error.getInteger("code"));
      assertTrue(error.getString("message").contains("filters"), error.encode());
      String again =
          careless.subscribe(new JsonObject()).await("subscribed").getString("subscription_id");
      assertNotEquals(mine, again);
      kill("one");
      other.await(CHANGE, c -> says(c, "one", "disconnected"));
      careless.await(CHANGE, c -> says(c, "one", "disconnected"));
    }
  }

  @Test
  void a_ping_is_answered_in_json() throws Exception {
    try (FeedClient client = feed()) {
      client.send(new JsonObject().put("action", "ping")).await("pong");
    }
  }
}
