package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.PeopleConfig;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.people.PeopleVerticle;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is here, as real sockets come, look at things and go, and what others are told of it. */
class PresenceBridgeIT {

  private static final String DIFF = Addresses.EVENT_PRESENCE_DIFF;
  @TempDir static Path data;
  private static TestNode node;
  private int replies;

  @BeforeAll
  static void start() {
    node =
        new TestNode(
            data, new JsonObject().put("tickMs", 50).put("pingMs", 200).put("pongMs", 2_000));
    node.live().apply(Map.of("files", server("files"), "web", server("web")));
    PeopleConfig config =
        new PeopleConfig(Duration.ofMillis(200), Duration.ofMillis(50), Duration.ofSeconds(5));
    TestNode.await(
        node.vertx()
            .deployVerticle(
                new PeopleVerticle(
                    config,
                    node.bus(),
                    node.membership(),
                    node.live(),
                    node.attendance(),
                    Clock.systemUTC())));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static ServerSpec server(String name) {
    return ServerSpec.fromJson(name, new JsonObject().put("url", "http://127.0.0.1:1/mcp"));
  }

  @BeforeEach
  void rules() {
    node.live().apply(access("\"event.presence.*\""));
  }

  /** {@code vic} may see who is here, and one server; {@code bot} may not see who is here. */
  private static AccessConfig access(String seen) {
    return AccessConfig.fromJson(
        new JsonObject(
            """
            {"roles":{
              "admin":{"requests":["*"],"events":["*"],"servers":{"*":["*"]}},
              "half":{"requests":["*.presence.*"],"events":[%s],"servers":{"files":[]}},
              "none":{"requests":["query.server.*"],"events":["event.server.*"],
                "servers":{"*":["*"]}}},
             "users":{
              "ann":{"password":"x","roles":["admin"]},
              "bea":{"password":"x","roles":["admin"]},
              "cay":{"password":"x","roles":["admin"]},
              "dan":{"password":"x","roles":["admin"]},
              "eve":{"password":"x","roles":["admin"]},
              "fay":{"password":"x","roles":["admin"]},
              "gus":{"password":"x","roles":["admin"]},
              "hal":{"password":"x","roles":["admin"]},
              "ida":{"password":"x","roles":["admin"]},
              "val":{"password":"x","roles":["half"]},
              "bob":{"password":"x","roles":["none"]},
              "vic":{"password":"x","roles":["half"]},
              "bot":{"password":"x","roles":["none"]}}}
            """
                .replace("\"*.presence.*\"", "\"query.presence.*\",\"command.presence.*\"")
                .formatted(seen)));
  }

  private static TestSocket watching(String user) {
    TestSocket socket = TestSocket.bus(node, user);
    socket.register(DIFF, new JsonObject());
    socket.notice("registered");
    return socket;
  }

  /** The next change of a user that is so. */
  private static JsonObject change(TestSocket socket, String word, String user) {
    return change(socket, new ArrayList<>(), word, user);
  }

  private static JsonObject change(
      TestSocket socket, List<String> before, String word, String user) {
    JsonObject[] found = new JsonObject[1];
    socket.next(
        frame -> {
          for (JsonObject change : changes(frame)) {
            before.add(change.getString("change") + " " + change.getString("user"));
            if (change.getString("change").equals(word) && change.getString("user").equals(user)) {
              found[0] = change;
            }
          }
          return found[0] != null;
        });
    return found[0];
  }

  private static List<JsonObject> changes(JsonObject frame) {
    return DIFF.equals(frame.getString("address")) && frame.getString("type").equals("rec")
        ? frame.getJsonObject("body").getJsonObject("data").getJsonArray("changes").stream()
            .map(JsonObject.class::cast)
            .toList()
        : List.of();
  }

  /** The frame that answers. */
  private JsonObject ask(TestSocket socket, String address, JsonObject body) {
    String reply = "r" + ++replies;
    socket.send(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("replyAddress", reply)
            .put("body", body));
    return socket.next(frame -> reply.equals(frame.getString("address")));
  }

  private JsonObject look(TestSocket socket, JsonObject body) {
    return ask(socket, Addresses.COMMAND_PRESENCE_UPDATE, body);
  }

  private JsonObject member(TestSocket asking, String user) {
    JsonObject answer = ask(asking, Addresses.QUERY_PRESENCE_LIST, new JsonObject());
    return answer.getJsonObject("body").getJsonArray("members").stream()
        .map(JsonObject.class::cast)
        .filter(member -> member.getString("user").equals(user))
        .findFirst()
        .orElse(new JsonObject().put("connections", 0).put("at", new JsonArray()));
  }

  @Test
  void two_tabs_are_one_user_and_one_that_is_closed_is_no_leave() {
    TestSocket ann = watching("ann");
    TestSocket asking = TestSocket.bus(node, "ann");
    TestSocket first = TestSocket.bus(node, "bea");
    TestSocket second = TestSocket.open(node, "/ws/mcp-status", "bea");
    Await.until("two connections", () -> member(asking, "bea").getInteger("connections") == 2);
    first.close();
    Await.until("one connection", () -> member(asking, "bea").getInteger("connections") == 1);
    second.close();
    List<String> told = new ArrayList<>();
    change(ann, told, "left", "bea");
    assertEquals(
        List.of("joined bea", "left bea"),
        told.stream().filter(one -> one.matches("(joined|left) bea")).toList());
    asking.close();
    ann.close();
  }

  @Test
  void a_connection_that_is_reset_is_one_leave() throws IOException {
    TestSocket ann = watching("ann");
    List<String> told = new ArrayList<>();
    try (Socket socket = new Socket("127.0.0.1", node.port())) {
      socket.getOutputStream().write(node.handshake(node.token("cay")));
      change(ann, told, "joined", "cay");
      socket.setSoLinger(true, 0);
    }
    change(ann, told, "left", "cay");
    TestSocket mark = TestSocket.bus(node, "cay");
    change(ann, told, "joined", "cay");
    mark.close();
    change(ann, told, "left", "cay");
    assertEquals(2, told.stream().filter("left cay"::equals).count(), told.toString());
    ann.close();
  }

  @Test
  void a_half_open_connection_that_answers_no_ping_is_one_leave() throws IOException {
    TestSocket ann = watching("ann");
    List<String> told = new ArrayList<>();
    try (Socket dead = new Socket("127.0.0.1", node.port())) {
      dead.getOutputStream().write(node.handshake(node.token("dan")));
      change(ann, told, "joined", "dan");
      change(ann, told, "left", "dan");
    }
    TestSocket mark = TestSocket.bus(node, "dan");
    change(ann, told, "joined", "dan");
    assertEquals(1, told.stream().filter("left dan"::equals).count(), told.toString());
    mark.close();
    ann.close();
  }

  @Test
  void who_looks_at_something_is_stamped_here_whatever_the_body_says() {
    TestSocket ann = watching("ann");
    TestSocket eve = TestSocket.bus(node, "eve");
    JsonObject lie =
        new JsonObject()
            .put("page", "fleet")
            .put("server", "files")
            .put("user", "ann")
            .put("socket", "s1")
            .put("program", "nice");
    assertEquals("rec", look(eve, lie).getString("type"));
    Await.until("eve is at files", () -> !servers(ann, "eve").isEmpty());
    assertEquals(List.of("files"), servers(ann, "eve"));
    assertEquals(List.of(), servers(ann, "ann"));
    assertFalse(member(ann, "eve").encode().contains("nice"));
    eve.close();
    ann.close();
  }

  private List<String> servers(TestSocket asking, String user) {
    return member(asking, user).getJsonArray("at").stream()
        .map(at -> ((JsonObject) at).getString("server", ""))
        .filter(server -> !server.isEmpty())
        .toList();
  }

  @Test
  void pages_servers_and_texts_that_are_made_up_are_refused() {
    TestSocket fay = TestSocket.bus(node, "fay");
    String madeUp = "look at me ".repeat(500);
    assertEquals(400, code(look(fay, new JsonObject().put("page", madeUp))));
    assertEquals(400, code(look(fay, new JsonObject().put("page", "fleet").put("server", madeUp))));
    assertEquals(400, code(look(fay, new JsonObject().put("page", new JsonArray()))));
    assertEquals(404, code(look(fay, new JsonObject().put("server", "nowhere"))));
    Await.until("fay is here", () -> member(fay, "fay").getInteger("connections") == 1);
    assertFalse(member(fay, "fay").encode().contains("look at me"));
    fay.close();
  }

  private static int code(JsonObject frame) {
    return frame.getInteger("failureCode", 0);
  }

  @Test
  void nobody_learns_of_a_server_that_is_hidden_from_them() {
    TestSocket vic = watching("vic");
    TestSocket gus = TestSocket.bus(node, "gus");
    assertEquals("rec", look(gus, new JsonObject().put("server", "web")).getString("type"));
    JsonObject whole = change(vic, "joined", "gus");
    assertFalse(whole.encode().contains("web"), whole.encode());
    TestSocket ann = TestSocket.bus(node, "ann");
    Await.until("gus is at web", () -> servers(ann, "gus").equals(List.of("web")));
    assertFalse(member(vic, "gus").encode().contains("web"));
    assertEquals(1, member(vic, "gus").getInteger("connections"));
    assertEquals(
        403, code(ask(vic, Addresses.QUERY_PRESENCE_LIST, new JsonObject().put("server", "web"))));
    assertEquals(403, code(look(vic, new JsonObject().put("server", "web"))));
    look(gus, new JsonObject().put("server", "files"));
    Await.until("vic sees gus", () -> servers(vic, "gus").equals(List.of("files")));
    gus.close();
    ann.close();
    vic.close();
  }

  @Test
  void who_may_not_see_who_is_here_sees_nobody() {
    TestSocket bot = TestSocket.bus(node, "bot");
    bot.register(DIFF, new JsonObject());
    assertEquals(403, code(bot.next("err")));
    assertEquals(403, code(ask(bot, Addresses.QUERY_PRESENCE_LIST, new JsonObject())));
    assertEquals(403, code(look(bot, new JsonObject().put("page", "fleet"))));
    bot.close();
  }

  @Test
  void who_may_no_longer_see_it_is_told_of_nobody_who_comes_then() {
    TestSocket ann = watching("ann");
    TestSocket val = watching("val");
    change(ann, "joined", "val");
    node.live().apply(access(""));
    TestSocket bob = TestSocket.bus(node, "bob");
    change(ann, "joined", "bob");
    assertTrue(
        val.settled().stream()
            .flatMap(frame -> changes(frame).stream())
            .noneMatch(change -> change.getString("user").equals("bob")));
    bob.close();
    val.close();
    ann.close();
  }

  @Test
  void what_somebody_looks_at_is_not_in_the_audit_log() {
    TestSocket hal = TestSocket.bus(node, "hal");
    look(hal, new JsonObject().put("page", "metrics"));
    JsonObject restart = new JsonObject().put("server", "files");
    ask(hal, Addresses.COMMAND_SERVER_RESTART, restart);
    List<String> acts = new ArrayList<>();
    Await.until(
        "the restart is noted",
        () -> {
          node.trail()
              .take(Integer.MAX_VALUE)
              .forEach(entry -> acts.add(entry.action() + entry.detail().encode()));
          return acts.stream().anyMatch(act -> act.contains("command.server.restart"));
        });
    assertTrue(acts.stream().noneMatch(act -> act.contains("presence.update")), acts.toString());
    hal.close();
  }

  @Test
  void a_page_is_told_from_a_program_and_a_program_is_called_what_it_is() {
    TestSocket ann = watching("ann");
    TestSocket program = calledItself("omnibus-tail/1.0 (x)");
    TestSocket page = calledItself("Mozilla/5.0 (X11; Linux x86_64)");
    Await.until("both", () -> member(ann, "ida").getInteger("connections") == 2);
    assertEquals(
        List.of("omnibus-tail", "a page"),
        member(ann, "ida").getJsonArray("at").stream()
            .map(at -> ((JsonObject) at).getString("program", "a page"))
            .sorted((a, b) -> b.compareTo(a))
            .toList());
    program.close();
    page.close();
    ann.close();
  }

  private static TestSocket calledItself(String agent) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Authorization", "Bearer " + node.token("ida"))
            .add("User-Agent", agent);
    return TestNode.await(TestSocket.attempt(node, "/eventbus/websocket", headers));
  }
}
