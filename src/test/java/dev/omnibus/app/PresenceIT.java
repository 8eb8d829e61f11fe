package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.Password;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who is here, on two real nodes: one of them is restarted, then the other dies. Nobody's grace
 * ends while a test looks, until the last one wants it short.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PresenceIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String DIFF = "event.presence.diff";
  private static final String HASH = Password.HASH;

  @TempDir static Path folder;
  private static NodeProcess one;
  private static NodeProcess two;
  private static Operator here;

  @BeforeAll
  static void start() throws Exception {
    one = new NodeProcess("one", folder);
    one.write("servers.json", new ServersFile().demo("files").text());
    one.write("access.json", access(false));
    one.write("omnibus.json", grace(600_000));
    one.start();
    two = new NodeProcess("two", folder, one.clusterPort());
    two.start();
    here = Operator.admin(one.port()).hear(DIFF);
  }

  @AfterAll
  static void end() {
    if (two != null) {
      two.close();
    }
    one.close();
  }

  private static String grace(int millis) {
    JsonObject people = new JsonObject().put("graceMs", millis).put("gatherMs", 100);
    JsonObject bridge = new JsonObject().put("drainMs", 200);
    return new JsonObject().put("people", people).put("bridge", bridge).encode();
  }

  private static String access(boolean cayIsBlocked) {
    JsonObject admin =
        new JsonObject()
            .put("requests", new JsonArray().add("*"))
            .put("events", new JsonArray().add("*"))
            .put("servers", new JsonObject().put("*", new JsonArray().add("*")));
    JsonObject users = new JsonObject();
    for (String name : List.of("admin", "ann", "bob", "cay")) {
      users.put(
          name,
          new JsonObject()
              .put("password", HASH)
              .put("roles", new JsonArray().add("admin"))
              .put("blocked", cayIsBlocked && name.equals("cay")));
    }
    return new JsonObject()
        .put("roles", new JsonObject().put("admin", admin))
        .put("users", users)
        .encode();
  }

  private static Operator open(NodeProcess node, String user) throws Exception {
    return Operator.open(node.port(), Operator.token(node.port(), user, NodeProcess.PASSWORD));
  }

  /** Somebody as a node lists them; without connections when they are not there. */
  private static JsonObject member(Operator asking, String user) throws Exception {
    return asking.ask("query.presence.list", new JsonObject()).getJsonArray("members").stream()
        .map(JsonObject.class::cast)
        .filter(member -> member.getString("user").equals(user))
        .findFirst()
        .orElse(new JsonObject().put("connections", -1));
  }

  private static void awaitConnections(Operator asking, String user, int count) throws Exception {
    Waiting.until(
        user + " has " + count,
        LIMIT,
        () -> member(asking, user).getInteger("connections") == count,
        one::diagnosis);
  }

  /** {@code joined} and {@code left} of a user, as they were told, in order. */
  private static List<String> comings(Operator listening, String user) {
    return listening.heard(DIFF).stream()
        .flatMap(event -> event.getJsonObject("data").getJsonArray("changes").stream())
        .map(JsonObject.class::cast)
        .filter(change -> change.getString("user").equals(user))
        .map(change -> change.getString("change"))
        .filter(word -> !word.equals("changed"))
        .toList();
  }

  @Test
  @Order(1)
  void tabs_on_two_nodes_are_one_user_by_socket_and_by_rest() throws Exception {
    Operator first = open(one, "ann");
    Operator second = open(two, "ann");
    second.ask(
        "command.presence.update", new JsonObject().put("page", "fleet").put("server", "files"));
    awaitConnections(here, "ann", 2);
    Waiting.until(
        "told at both",
        LIMIT,
        () ->
            Objects.equals(member(here, "ann"), member(second, "ann"))
                && member(here, "ann").encode().contains("\"server\":\"files\""));
    assertEquals(List.of("joined"), comings(here, "ann"));
    assertEquals(member(here, "ann"), overRest("?server=files").getJsonObject(0));
    first.close();
    awaitConnections(second, "ann", 1);
    second.close();
    awaitConnections(here, "ann", 0);
    assertEquals(List.of("joined"), comings(here, "ann"), "within the grace nobody left");
  }

  private static JsonArray overRest(String query) throws Exception {
    String token = Operator.token(one.port(), "admin", NodeProcess.PASSWORD);
    String uri = "http://127.0.0.1:" + one.port() + "/api/v1/presence" + query;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri)).header("Authorization", "Bearer " + token).build();
    String body = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return new JsonObject(body).getJsonArray("members");
  }

  @Test
  @Order(2)
  void who_is_blocked_leaves_at_once_on_all_nodes() throws Exception {
    try (Operator there = open(two, "admin").hear(DIFF)) {
      open(two, "cay");
      awaitConnections(here, "cay", 1);
      awaitConnections(there, "cay", 1);
      one.write("access.json", access(true));
      for (Operator each : List.of(here, there)) {
        Waiting.until("cay left", LIMIT, () -> member(each, "cay").getInteger("connections") == -1);
        Waiting.until("told", LIMIT, () -> comings(each, "cay").equals(List.of("joined", "left")));
      }
    }
  }

  @Test
  @Order(3)
  void a_node_that_is_restarted_makes_nobody_leave_or_join() throws Exception {
    Operator before = open(two, "bob");
    awaitConnections(here, "bob", 1);
    String since = member(here, "bob").getString("since");
    two.terminate();
    awaitConnections(here, "bob", 0);
    Operator after = open(one, "bob");
    awaitConnections(here, "bob", 1);
    two.write("omnibus.json", grace(500));
    two.start();
    try (Operator there = open(two, "admin").hear(DIFF)) {
      assertEquals(since, member(there, "bob").getString("since"), "since before the restart");
      assertEquals(List.of(), comings(there, "bob"));
    }
    assertEquals(List.of("joined"), comings(here, "bob"));
    assertEquals(since, member(here, "bob").getString("since"));
    before.close();
    after.close();
  }

  @Test
  @Order(4)
  void the_members_of_a_node_that_dies_leave_once() throws Exception {
    try (Operator there = open(two, "admin").hear(DIFF)) {
      open(one, "bob");
      awaitConnections(there, "bob", 1);
      one.kill();
      Waiting.until(
          "bob left", LIMIT, () -> comings(there, "bob").contains("left"), two::diagnosis);
      Operator mark = open(two, "ann");
      Waiting.until("ann came", LIMIT, () -> member(there, "ann").getInteger("connections") == 1);
      assertEquals(List.of("left"), comings(there, "bob"));
      mark.close();
    }
  }
}
