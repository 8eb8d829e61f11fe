package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event-bus bridge over plain WebSockets. */
class BusProtocolBridgeIT {

  private static final String STATUS = Addresses.EVENT_SERVER_STATUS;
  private static final JsonObject NO_HEADERS = new JsonObject();
  @TempDir static Path data;
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = new TestNode(data, new JsonObject().put("ringEvents", 50).put("requestBurst", 5000));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void a_ping_is_answered() {
    TestSocket socket = TestSocket.bus(node, "ann");
    assertEquals(List.of(), socket.settled());
    socket.close();
  }

  @Test
  void a_register_is_acknowledged_without_an_address_at_the_top() {
    TestSocket socket = TestSocket.bus(node, "ann");
    JsonObject ack = socket.register(STATUS, NO_HEADERS).next(json -> json.containsKey("event"));
    assertNull(ack.getString("address"));
    assertEquals(STATUS, ack.getJsonObject("message").getString("address"));
    assertFalse(ack.getJsonObject("message").getBoolean("recovered"));
    socket.close();
  }

  @Test
  void an_event_arrives_whole_with_its_place_in_the_headers() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.register(STATUS, NO_HEADERS).notice("registered");
    node.tell("files", "warning", 7);
    JsonObject rec = socket.next("rec");
    JsonObject body = rec.getJsonObject("body");
    assertEquals(STATUS, rec.getString("address"));
    assertEquals("n1@test1", rec.getJsonObject("headers").getString("node"));
    assertEquals(
        String.valueOf(body.getLong("seq")), rec.getJsonObject("headers").getString("seq"));
    assertEquals(7, TestSocket.number(rec));
    socket.close();
  }

  @Test
  void register_headers_narrow_what_comes() {
    TestSocket socket = TestSocket.bus(node, "ann");
    JsonObject headers = new JsonObject().put("server", "fi*").put("severity", "error");
    socket.register(STATUS, headers).notice("registered");
    node.tell("web", "critical", 1);
    node.tell("files", "warning", 2);
    node.tell("files", "critical", 3);
    assertEquals(List.of(3), socket.numbers(1));
    socket.close();
  }

  @Test
  void what_a_caller_may_not_see_is_not_delivered() {
    TestSocket socket = TestSocket.bus(node, "vic");
    socket.register(STATUS, NO_HEADERS).notice("registered");
    node.tell("web", "critical", 1);
    node.tell("files", "info", 2);
    assertEquals(List.of(2), socket.numbers(1));
    socket.close();
  }

  @Test
  void a_change_of_the_access_rules_acts_on_an_open_subscription() {
    TestSocket socket = TestSocket.bus(node, "vic");
    socket.register(STATUS, NO_HEADERS).notice("registered");
    node.tell("files", "info", 1);
    assertEquals(List.of(1), socket.numbers(1));
    node.live().apply(TestNode.access("web"));
    node.tell("files", "info", 2);
    node.tell("web", "info", 3);
    assertEquals(List.of(3), socket.numbers(1));
    node.live().apply(TestNode.access("files"));
    socket.close();
  }

  @Test
  void nothing_comes_after_an_unregister() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.register(STATUS, NO_HEADERS).notice("registered");
    socket.send(new JsonObject().put("type", "unregister").put("address", STATUS)).settled();
    TestSocket other = TestSocket.bus(node, "ann");
    other.register(STATUS, NO_HEADERS).notice("registered");
    node.tell("files", "info", 1);
    other.next("rec");
    assertEquals(List.of(), socket.settled());
    socket.close();
    other.close();
  }

  @Test
  void a_second_register_replaces_the_first() {
    TestSocket socket = TestSocket.bus(node, "ann");
    socket.register(STATUS, NO_HEADERS).notice("registered");
    socket.register(STATUS, new JsonObject().put("server", "files")).notice("registered");
    node.tell("web", "info", 1);
    node.tell("files", "info", 2);
    node.tell("files", "info", 3);
    assertEquals(List.of(2, 3), socket.numbers(2));
    socket.close();
  }

  @Test
  void a_body_that_is_not_as_its_definition_wants_it_is_a_bad_request_with_the_place() {
    TestSocket socket = TestSocket.bus(node, "ann");
    JsonObject body = new JsonObject().put("server", "files").put("replica", 0);
    JsonObject err = socket.send(send(Addresses.COMMAND_SERVER_RESTART, body)).next("err");
    assertEquals(400, err.getInteger("failureCode"));
    assertEquals("'/replica' must be at least 1", err.getString("message"));
    socket.close();
  }

  @Test
  void an_address_that_is_no_listed_event_is_refused_by_name() {
    TestSocket socket = TestSocket.bus(node, "ann");
    for (String address : List.of("event.*", "node.n1@test1.server.probe", "__vertx.reply.1")) {
      JsonObject err = socket.register(address, NO_HEADERS).next("err");
      assertEquals(address, err.getString("address"));
      assertEquals(403, err.getInteger("failureCode"));
    }
    socket.close();
  }

  @Test
  void a_send_is_answered_and_the_caller_is_stamped_here() {
    TestSocket socket = TestSocket.bus(node, "ann");
    JsonObject rec = socket.send(send(Addresses.QUERY_SERVER_LIST, new JsonObject())).next("rec");
    assertEquals("r1", rec.getString("address"));
    assertEquals("ann", rec.getJsonObject("body").getJsonObject("asked").getString("user"));
    socket.close();
  }

  @Test
  void a_failed_send_comes_back_to_its_reply_address() {
    TestSocket socket = TestSocket.bus(node, "ann");
    JsonObject body = new JsonObject().put("server", "broken");
    JsonObject err = socket.send(send(Addresses.COMMAND_SERVER_RESTART, body)).next("err");
    assertEquals("r1", err.getString("address"));
    assertEquals(502, err.getInteger("failureCode"));
    assertEquals("it does not come up", err.getString("message"));
    socket.close();
  }

  @Test
  void a_command_that_the_role_does_not_name_is_refused() {
    TestSocket socket = TestSocket.bus(node, "vic");
    JsonObject body = new JsonObject().put("server", "files");
    JsonObject err = socket.send(send(Addresses.COMMAND_SERVER_RESTART, body)).next("err");
    assertEquals(403, err.getInteger("failureCode"));
    socket.close();
  }

  @Test
  void an_internal_address_cannot_be_asked() {
    TestSocket socket = TestSocket.bus(node, "ann");
    JsonObject err =
        socket.send(send("node.n1@test1.server.control", new JsonObject())).next("err");
    assertEquals(403, err.getInteger("failureCode"));
    socket.close();
  }

  @Test
  void a_browser_may_not_publish() {
    TestSocket socket = TestSocket.bus(node, "ann");
    JsonObject err =
        socket
            .send(new JsonObject().put("type", "publish").put("address", STATUS).put("body", "x"))
            .next("err");
    assertEquals(STATUS, err.getString("address"));
    assertEquals(403, err.getInteger("failureCode"));
    socket.close();
  }

  @Test
  void bad_frames_are_answered_and_the_socket_goes_on() {
    TestSocket socket = TestSocket.bus(node, "ann");
    for (String bad : List.of("5", "null", "[]", "{", "{}", "{\"type\":\"send\"}")) {
      assertEquals(400, socket.send(bad).next("err").getInteger("failureCode"), bad);
    }
    assertEquals(List.of(), socket.settled());
    socket.close();
  }

  @Test
  void a_resume_brings_what_was_missed_and_then_what_happens() {
    TestSocket socket = TestSocket.bus(node, "ann");
    JsonObject cursor =
        socket.register(STATUS, NO_HEADERS).notice("registered").getJsonObject("cursor");
    socket.close();
    IntStream.range(0, 10).forEach(n -> node.tell("files", "info", n));
    TestSocket again = TestSocket.bus(node, "ann");
    again.register(STATUS, new JsonObject().put("since", cursor));
    assertTrue(again.notice("registered").getBoolean("recovered"));
    node.tell("files", "info", 10);
    assertEquals(IntStream.rangeClosed(0, 10).boxed().toList(), again.numbers(11));
    again.close();
  }

  @Test
  void a_cursor_may_come_as_text() {
    TestSocket socket = TestSocket.bus(node, "ann");
    JsonObject cursor =
        socket.register(STATUS, NO_HEADERS).notice("registered").getJsonObject("cursor");
    JsonObject headers = new JsonObject().put("since", cursor.encode());
    assertTrue(socket.register(STATUS, headers).notice("registered").getBoolean("recovered"));
    socket.close();
  }

  @Test
  void a_cursor_beyond_the_ring_is_not_recovered() {
    TestSocket socket = TestSocket.bus(node, "ann");
    JsonObject cursor =
        socket.register(STATUS, NO_HEADERS).notice("registered").getJsonObject("cursor");
    IntStream.range(0, 60).forEach(n -> node.tell("files", "info", n));
    socket.numbers(60);
    TestSocket again = TestSocket.bus(node, "ann");
    JsonObject ack =
        again.register(STATUS, new JsonObject().put("since", cursor)).notice("registered");
    assertFalse(ack.getBoolean("recovered"));
    socket.close();
    again.close();
  }

  @Test
  void a_resume_by_request_answers_the_same() {
    TestSocket socket = TestSocket.bus(node, "ann");
    JsonObject cursor =
        socket.register(STATUS, NO_HEADERS).notice("registered").getJsonObject("cursor");
    node.tell("files", "info", 1);
    socket.next("rec");
    JsonObject body = new JsonObject().put("address", STATUS).put("since", cursor);
    JsonObject answer =
        socket.send(send(Addresses.QUERY_FEED_RESUME, body)).next("rec").getJsonObject("body");
    assertTrue(answer.getBoolean("recovered"));
    assertEquals(1, answer.getJsonArray("events").size());
    socket.close();
  }

  @Test
  void a_list_of_servers_holds_only_those_that_the_caller_may_see() {
    TestSocket socket = TestSocket.bus(node, "vic");
    JsonObject answer =
        socket
            .send(send(Addresses.QUERY_SERVER_LIST, new JsonObject()))
            .next("rec")
            .getJsonObject("body");
    List<String> names =
        answer.getJsonArray("servers").stream()
            .map(status -> ((JsonObject) status).getString("server"))
            .toList();
    assertEquals(List.of("files"), names);
    socket.close();
  }

  private static JsonObject send(String address, JsonObject body) {
    return new JsonObject()
        .put("type", "send")
        .put("address", address)
        .put("replyAddress", "r1")
        .put("headers", new JsonObject().put("caller", "{\"user\":\"root\"}"))
        .put("body", body);
  }
}
