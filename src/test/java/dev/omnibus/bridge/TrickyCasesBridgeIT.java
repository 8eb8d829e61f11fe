package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks other bridges; where each case stands, see docs/sockets.md. */
class TrickyCasesBridgeIT {

  private static final String STATUS = Addresses.EVENT_SERVER_STATUS;
  private static final JsonObject FILES = new JsonObject().put("server", "files");
  private static final JsonObject NONE = new JsonObject();
  @TempDir static Path data;
  private static TestNode node;
  private static int sessions;

  @BeforeAll
  static void start() {
    JsonObject limits =
        new JsonObject()
            .put("maxSubscriptions", 3)
            .put("requestsPerSecond", 10_000)
            .put("requestBurst", 10_000);
    node = new TestNode(data, limits);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event.*",
        "event.#",
        "**",
        "%",
        "event.server.stat.s",
        "eventXserverXstatus",
        "event.server.status.",
        ".event.server.status",
        "EVENT.SERVER.STATUS",
        "event.server.st\u0430tus",
        "event.server.status\u0000",
        "event.server.status\n",
        "[a-z.]*",
        "event.server.status/"
      })
  void an_address_is_literal_and_never_a_pattern(String address) {
    TestSocket socket = TestSocket.bus(node, "ann");
    int code = socket.register(address, NONE).next("err").getInteger("failureCode");
    assertTrue(code == 403 || code == 400, "" + code);
    node.tell("files", "info", 1);
    assertEquals(List.of(), socket.settled());
    socket.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__vertx.reply.1",
        "__vertx.ws.1",
        "node.n1@test1.server.control",
        "nodes.bridge.tally",
        "nodes.mcp.session.changed",
        "bridge.renew"
      })
  void what_is_internal_can_be_neither_heard_nor_asked(String address) {
    TestSocket socket = TestSocket.bus(node, "ann");
    assertEquals(403, socket.register(address, NONE).next("err").getInteger("failureCode"));
    JsonObject err = socket.send(send(address, new JsonObject(), "r")).next("err");
    assertTrue(List.of(400, 403).contains(err.getInteger("failureCode")));
    socket.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"web\"]", "\"web\"", "5", "true"})
  void a_body_that_is_no_object_goes_nowhere(String body) {
    String frame =
        "{\"type\":\"send\",\"address\":\"query.tool.list\",\"replyAddress\":\"r\",\"body\":%s}";
    TestSocket socket = TestSocket.bus(node, "vic");
    JsonObject err = socket.send(frame.formatted(body)).next("err");
    assertEquals(400, err.getInteger("failureCode"));
    assertEquals("r", err.getString("address"));
    socket.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"files\"]", "{\"name\":\"files\"}", "1", "\"web\"", "\"files*\""})
  void a_server_that_is_not_the_name_of_one_that_is_seen_is_refused(String server) {
    String frame = "{\"type\":\"send\",\"address\":\"query.tool.list\",\"body\":{\"server\":%s}}";
    TestSocket socket = TestSocket.bus(node, "vic");
    JsonObject err = socket.send(frame.formatted(server)).next("err");
    assertEquals(403, err.getInteger("failureCode"));
    socket.close();
  }

  @Test
  void nobody_answers_the_request_of_another_socket() {
    Promise<JsonObject> answer = Promise.promise();
    node.bus().answer(Addresses.COMMAND_SERVER_STOP, request -> answer.future());
    TestSocket victim = TestSocket.bus(node, "ann");
    victim.send(send(Addresses.COMMAND_SERVER_STOP, FILES, "reply-1"));
    TestSocket thief = TestSocket.bus(node, "bob");
    for (String address : List.of("reply-1", "__vertx.reply.1", "__vertx.reply.2")) {
      JsonObject err = thief.send(send(address, new JsonObject(), null)).next("err");
      assertEquals(403, err.getInteger("failureCode"));
      thief.send(new JsonObject().put("type", "publish").put("address", address)).next("err");
    }
    answer.complete(new JsonObject().put("true", true));
    assertTrue(victim.next("rec").getJsonObject("body").getBoolean("true"));
    assertEquals(List.of(), victim.settled());
    assertEquals(List.of(), thief.settled());
    victim.close();
    thief.close();
  }

  @Test
  void an_answer_after_the_deadline_is_dropped() {
    try (TestNode hasty =
        new TestNode(data.resolve("hasty"), new JsonObject().put("requestTimeoutMs", 200))) {
      Promise<JsonObject> answer = Promise.promise();
      hasty.bus().answer(Addresses.COMMAND_SERVER_STOP, request -> answer.future());
      TestSocket socket = TestSocket.bus(hasty, "ann");
      JsonObject err = socket.send(send(Addresses.COMMAND_SERVER_STOP, FILES, "r")).next("err");
      assertEquals(408, err.getInteger("failureCode"));
      answer.complete(new JsonObject());
      assertEquals(List.of(), socket.settled());
      socket.close();
    }
  }

  @Test
  void who_says_how_long_is_waited_for_so_long_and_not_only_as_long_as_is_usual() {
    try (TestNode hasty =
        new TestNode(data.resolve("patient"), new JsonObject().put("requestTimeoutMs", 200))) {
      Promise<JsonObject> late = Promise.promise();
      hasty
          .bus()
          .answer(
              Addresses.COMMAND_SERVER_STOP,
              request ->
                  request.body().containsKey("timeoutMs")
                      ? late.future()
                      : Promise.<JsonObject>promise().future());
      TestSocket socket = TestSocket.bus(hasty, "ann");
      JsonObject patient = FILES.copy().put("wait", true).put("timeoutMs", 60_000);
      socket.send(send(Addresses.COMMAND_SERVER_STOP, patient, "patient"));
      socket.send(send(Addresses.COMMAND_SERVER_STOP, FILES, "usual"));
      assertEquals("usual", socket.next("err").getString("address"));
      late.complete(new JsonObject().put("ok", true));
      assertEquals("patient", socket.next("rec").getString("address"));
      socket.close();
    }
  }

  @Test
  void of_a_register_and_an_unregister_in_one_frame_the_last_word_counts() {
    FrameClient socket = sockJs("ann");
    socket.send(frame("register", "unregister"));
    socket.send(frame("register", "unregister", "register"));
    StringBuilder heard = new StringBuilder();
    int told = 1_000;
    while (heard.indexOf("\\\"number\\\":1") < 0) {
      node.tell("files", "info", told++);
      heard.append(socket.next());
    }
    socket.send(frame("unregister")).send(frame("ping"));
    while (heard.indexOf("pong") < 0) {
      heard.append(socket.next());
    }
    for (int n = 1_000; n < told; n++) {
      String number = "\\\"number\\\":" + n;
      assertEquals(heard.indexOf(number), heard.lastIndexOf(number), "told once, heard twice");
    }
    socket.close();
  }

  private static String frame(String... types) {
    JsonArray all = new JsonArray();
    for (String type : types) {
      all.add(new JsonObject().put("type", type).put("address", STATUS).encode());
    }
    return all.encode();
  }

  @Test
  void ten_registers_in_one_frame_are_no_more_than_the_limit() {
    JsonArray registers = new JsonArray();
    Addresses.EVENTS.stream()
        .limit(10)
        .map(address -> new JsonObject().put("type", "register").put("address", address).encode())
        .forEach(registers::add);
    FrameClient socket = sockJs("ann");
    socket.send(registers.encode()).send(frame("ping"));
    StringBuilder answers = new StringBuilder();
    while (answers.indexOf("pong") < 0
        || answers.toString().split("registered", -1).length - 1 < 3) {
      answers.append(socket.next());
    }
    assertEquals(7, answers.toString().split("\\\\\"failureCode\\\\\":429", -1).length - 1);
    assertEquals(3, answers.toString().split("registered", -1).length - 1);
    socket.close();
  }

  @Test
  void a_register_that_failed_can_be_tried_again() {
    TestSocket socket = TestSocket.bus(node, "ann");
    List<String> some = Addresses.EVENTS.subList(0, 4);
    some.subList(0, 3).forEach(address -> socket.register(address, NONE).notice("registered"));
    assertEquals(some.get(3), socket.register(some.get(3), NONE).next("err").getString("address"));
    socket.send(new JsonObject().put("type", "unregister").put("address", some.get(0)));
    JsonObject ack = socket.register(some.get(3), NONE).notice("registered");
    assertEquals(some.get(3), ack.getString("address"));
    socket.close();
  }

  @Test
  void a_socket_that_closes_while_its_proof_is_looked_at_leaves_nothing() {
    for (int i = 0; i < 20; i++) {
      TestSocket socket = TestSocket.bus(node, "ann");
      JsonObject body = new JsonObject().put("token", node.token("ann"));
      socket.register(STATUS, NONE);
      socket.socket().writeTextMessage(send("bridge.renew", body, "r").encode());
      socket.socket().close();
    }
    Await.until("all are gone", () -> count("sockets") + count("subscriptions") == 0);
  }

  private static long count(String what) {
    return node.bridge().counters().toJson().getLong(what);
  }

  @Test
  void whoever_joins_as_the_last_one_leaves_hears_everything_once() {
    TestSocket leaver = TestSocket.bus(node, "ann");
    TestSocket stayer = TestSocket.bus(node, "ann");
    for (int i = 0; i < 30; i++) {
      leaver.register(STATUS, NONE).notice("registered");
      leaver.send(new JsonObject().put("type", "unregister").put("address", STATUS));
      stayer.register(STATUS, NONE).notice("registered");
      node.tell("files", "info", i);
      assertEquals(List.of(i), stayer.numbers(1));
      stayer.send(new JsonObject().put("type", "unregister").put("address", STATUS));
      assertEquals(List.of(), stayer.settled());
    }
    leaver.close();
    stayer.close();
  }

  static Stream<JsonObject> cursors() {
    return Stream.of(
        new JsonObject().put("n1@test1", 999_999_999), // the future
        new JsonObject().put("n1@other", 1), // another life of the node
        new JsonObject().put("n9@test9", 1), // a node that nobody knows
        new JsonObject().put("n1@test1", -5));
  }

  @ParameterizedTest
  @MethodSource("cursors")
  void a_cursor_that_cannot_be_met_is_told_so_and_no_gap_is_hidden(JsonObject since) {
    node.tell("files", "info", 0);
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.register(STATUS, new JsonObject().put("since", since));
    JsonObject answer =
        socket.next(json -> json.containsKey("event") || "err".equals(json.getString("type")));
    boolean refused = "err".equals(answer.getString("type"));
    assertTrue(refused || !answer.getJsonObject("message").getBoolean("recovered"));
    socket.close();
  }

  static Stream<String> strangers() {
    return Stream.of(
        "null",
        "http://evil.example",
        "https://good.example",
        "http://good.example:81",
        "http://good.example.evil.com",
        "http://xgood.example",
        "http://good.example/",
        "http://good.example@evil.com",
        "file://");
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void a_page_from_elsewhere_gets_in_by_no_door(String origin) {
    for (String path : List.of("/eventbus/websocket", session("websocket"), "/ws/mcp-status")) {
      assertEquals(403, upgrade(path, origin), path);
    }
    for (String transport : List.of("xhr", "xhr_streaming", "xhr_send")) {
      assertEquals(403, call(HttpMethod.POST, session(transport), origin), transport);
      assertEquals(403, call(HttpMethod.OPTIONS, session(transport), origin), transport);
    }
    assertEquals(403, call(HttpMethod.GET, "/eventbus/info", origin));
    assertEquals(403, call(HttpMethod.GET, "/eventbus", origin));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://good.example", "http://GOOD.example:80"})
  void a_page_from_a_listed_origin_gets_in(String origin) {
    assertEquals(200, call(HttpMethod.GET, "/eventbus/info", origin));
    assertEquals(200, call(HttpMethod.POST, session("xhr"), origin));
    assertEquals(101, upgrade("/eventbus/websocket", origin));
  }

  @Test
  void a_cookie_is_no_proof_so_another_site_has_nothing_to_ride_on() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Origin", TestNode.GOOD_ORIGIN)
            .add("Cookie", "token=" + node.token("ann") + "; access_token=" + node.token("ann"));
    assertEquals(401, status(headers, "/eventbus/websocket"));
  }

  @Test
  void a_hot_address_delays_no_answer_and_no_other_address() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.register(Addresses.EVENT_SERVER_LOG, NONE).notice("registered");
    socket.register(STATUS, NONE).notice("registered");
    IntStream.range(0, 3_000)
        .forEach(
            n ->
                node.bus()
                    .publish(
                        Addresses.EVENT_SERVER_LOG, "log", "info", new JsonObject().put("n", n)));
    node.tell("files", "info", 1);
    socket.next(json -> STATUS.equals(json.getString("address")));
    socket.send(new JsonObject().put("type", "ping")).next("pong");
    socket.close();
  }

  private static FrameClient sockJs(String user) {
    FrameClient socket =
        FrameClient.open(node, session("websocket") + "?token=" + node.token(user));
    assertEquals("o", socket.next());
    return socket;
  }

  private static String session(String transport) {
    return "/eventbus/000/tricky" + ++sessions + "/" + transport;
  }

  private static int upgrade(String path, String origin) {
    return status(
        MultiMap.caseInsensitiveMultiMap()
            .add("Origin", origin)
            .add("Authorization", "Bearer " + node.token("ann")),
        path);
  }

  private static int status(MultiMap headers, String path) {
    try {
      TestNode.await(TestSocket.attempt(node, path, headers)).close();
      return 101;
    } catch (AssertionError e) {
      return ((UpgradeRejectedException) e.getCause()).getStatus();
    }
  }

  private static int call(HttpMethod method, String path, String origin) {
    WebClient client = WebClient.create(node.vertx(), new WebClientOptions().setKeepAlive(false));
    int code =
        TestNode.await(
                client
                    .request(method, node.port(), "127.0.0.1", path)
                    .putHeader("Origin", origin)
                    .bearerTokenAuthentication(node.token("ann"))
                    .send())
            .statusCode();
    client.close();
    return code;
  }

  private static JsonObject send(String address, JsonObject body, String replyAddress) {
    JsonObject json =
        new JsonObject().put("type", "send").put("address", address).put("body", body);
    return replyAddress == null ? json : json.put("replyAddress", replyAddress);
  }
}
