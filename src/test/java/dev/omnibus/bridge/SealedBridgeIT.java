package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Failure;
import dev.omnibus.client.Credentials;
import dev.omnibus.client.OmnibusClient;
import dev.omnibus.sealed.KeyOffer;
import dev.omnibus.sealed.SealedTalk;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What travels sealed: read on the wire as a proxy would read it. */
class SealedBridgeIT {

  private static final String LOG = Addresses.EVENT_SERVER_LOG;
  private static final String CALL = Addresses.COMMAND_TOOL_CALL;
  private static final String SECRET = "the launch code is 1234";

  @TempDir Path data;
  private TestNode node;
  private TestSocket socket;
  private SealedTalk talk;

  @BeforeEach
  void start() {
    node = new TestNode(data, new JsonObject().put("sealed", "required"));
    node.bus().answer(CALL, request -> called(request.body()));
    socket = TestSocket.bus(node, "ann");
  }

  @AfterEach
  void stop() {
    socket.close();
    node.close();
  }

  private static Future<JsonObject> called(JsonObject body) {
    JsonObject arguments = body.getJsonObject("arguments");
    return arguments.containsKey("fail")
        ? Future.failedFuture(Failure.UPSTREAM.because("it said: " + SECRET))
        : Future.succeededFuture(new JsonObject().put("echo", arguments));
  }

  private JsonObject seal() {
    KeyOffer offer = new KeyOffer();
    JsonObject reply = ask(Addresses.BRIDGE_SEAL, new JsonObject().put("key", offer.publicKey()));
    talk = offer.withNode(reply.getJsonObject("body").getString("key"));
    return reply;
  }

  private JsonObject ask(String address, JsonObject body) {
    return socket
        .send(
            new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", "r1")
                .put("body", body))
        .next(frame -> "r1".equals(frame.getString("address")));
  }

  private JsonObject call(JsonObject arguments) {
    JsonObject body =
        new JsonObject().put("server", "files").put("tool", "t").put("arguments", arguments);
    String sealed = talk.close(body.encode(), SealedTalk.request(CALL, "r1"));
    return ask(CALL, new JsonObject().put("sealed", sealed));
  }

  private void log(String text) {
    JsonObject line = new JsonObject().put("server", "files").put("text", text);
    node.bus().publish(LOG, "server_log", "info", line);
  }

  private JsonObject event(JsonObject frame) {
    JsonObject body = frame.getJsonObject("body");
    String about = SealedTalk.event(LOG, body.getString("node"), body.getLong("seq"));
    return new JsonObject(talk.open(body.getString("sealed"), about));
  }

  @Test
  void a_log_line_leaves_sealed_and_is_the_whole_event_inside() {
    seal();
    socket.register(LOG, null).notice("registered");
    log(SECRET);
    JsonObject frame = socket.next("rec");
    assertFalse(frame.encode().contains("launch"));
    assertEquals(SECRET, event(frame).getJsonObject("data").getString("text"));
    assertEquals(
        frame.getJsonObject("body").getLong("seq"), event(frame).getLong("seq"), "same place");
  }

  @Test
  void what_was_missed_comes_sealed_by_since_and_by_request() {
    seal();
    socket.register(LOG, null).notice("registered");
    log(SECRET);
    JsonObject first = socket.next("rec");
    JsonObject start = new JsonObject().put("since", new JsonObject());
    assertTrue(socket.register(LOG, start).notice("registered").getBoolean("recovered"));
    JsonObject again = socket.next("rec");
    assertEquals(event(first), event(again));
    assertFalse(first.equals(again), "sealed anew");
    JsonObject body = new JsonObject().put("address", LOG).mergeIn(start);
    JsonObject resumed = ask(Addresses.QUERY_FEED_RESUME, body);
    assertFalse(resumed.encode().contains("launch"));
    String sealed = resumed.getJsonObject("body").getString("sealed");
    JsonObject replay = new JsonObject(talk.open(sealed, SealedTalk.reply("r1")));
    assertEquals(event(first), replay.getJsonArray("events").getJsonObject(0));
  }

  @Test
  void arguments_come_and_results_leave_sealed() {
    seal();
    JsonObject reply = call(new JsonObject().put("text", SECRET));
    assertFalse(reply.encode().contains("launch"));
    String sealed = reply.getJsonObject("body").getString("sealed");
    JsonObject result = new JsonObject(talk.open(sealed, SealedTalk.reply("r1")));
    assertEquals(SECRET, result.getJsonObject("echo").getString("text"));
  }

  @Test
  void what_a_server_says_of_its_failure_is_sealed_too() {
    seal();
    JsonObject error = call(new JsonObject().put("fail", true));
    assertEquals(502, error.getInteger("failureCode"));
    assertEquals(Failure.UPSTREAM.sentence(), error.getString("message"));
    JsonObject said = new JsonObject(talk.open(error.getString("sealed"), SealedTalk.reply("r1")));
    assertEquals("it said: " + SECRET, said.getString("message"));
  }

  @Test
  void a_sealed_request_is_done_once_and_at_its_own_address() {
    seal();
    JsonObject body =
        new JsonObject().put("server", "files").put("tool", "t").put("arguments", new JsonObject());
    JsonObject sealed =
        new JsonObject().put("sealed", talk.close(body.encode(), SealedTalk.request(CALL, "r1")));
    assertEquals("rec", ask(CALL, sealed).getString("type"));
    assertEquals(400, ask(CALL, sealed).getInteger("failureCode"), "a replay");
    JsonObject moved =
        new JsonObject().put("sealed", talk.close(body.encode(), SealedTalk.request(CALL, "r2")));
    assertEquals(400, ask(CALL, moved).getInteger("failureCode"), "another one's");
  }

  @Test
  void without_a_key_what_is_sensitive_is_refused_with_a_clear_word() {
    JsonObject refusal = socket.register(LOG, null).next("err");
    assertEquals(403, refusal.getInteger("failureCode"));
    assertEquals(LOG, refusal.getString("address"));
    assertTrue(refusal.getString("message").contains("offer a key at bridge.seal first"));
    JsonObject body = new JsonObject().put("server", "files").put("tool", "t");
    assertEquals(403, ask(CALL, body).getInteger("failureCode"));
    JsonObject resume = new JsonObject().put("address", LOG).put("since", new JsonObject());
    assertEquals(403, ask(Addresses.QUERY_FEED_RESUME, resume).getInteger("failureCode"));
    seal();
    assertEquals(403, ask(CALL, body).getInteger("failureCode"), "nor plain with a key");
  }

  @Test
  void what_is_not_sensitive_stays_plain() {
    seal();
    socket.register(Addresses.EVENT_SERVER_STATUS, null).notice("registered");
    node.tell("files", "info", 1);
    assertEquals(1, TestSocket.number(socket.next("rec")));
  }

  @Test
  void a_bad_key_and_a_second_one_are_refused() {
    assertEquals(
        400,
        ask(Addresses.BRIDGE_SEAL, new JsonObject().put("key", "AAAA")).getInteger("failureCode"));
    assertEquals("rec", seal().getString("type"));
    KeyOffer other = new KeyOffer();
    JsonObject body = new JsonObject().put("key", other.publicKey());
    assertEquals(400, ask(Addresses.BRIDGE_SEAL, body).getInteger("failureCode"));
  }

  @Test
  void where_it_is_only_offered_a_stock_client_gets_it_plain(@TempDir Path other) {
    try (TestNode lenient = new TestNode(other, new JsonObject())) {
      TestSocket stock = TestSocket.bus(lenient, "ann");
      stock.register(LOG, null).notice("registered");
      JsonObject line = new JsonObject().put("server", "files").put("text", SECRET);
      lenient.bus().publish(LOG, "server_log", "info", line);
      assertTrue(stock.next("rec").encode().contains("launch"));
      stock.close();
    }
  }

  @Test
  void the_client_for_programs_seals_by_itself() throws Exception {
    BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    String url = "http://127.0.0.1:" + node.port();
    try (OmnibusClient client =
        OmnibusClient.at(url).as(Credentials.token(node.token("ann"))).open()) {
      client.hear(LOG, heard::add);
      Await.until("it is heard", () -> node.bridge().counters().subscriptions.sum() == 1);
      log(SECRET);
      JsonObject event = heard.poll(60, TimeUnit.SECONDS);
      assertEquals(SECRET, event.getJsonObject("data").getString("text"));
      JsonObject body =
          new JsonObject()
              .put("server", "files")
              .put("tool", "t")
              .put("arguments", new JsonObject().put("n", 1));
      JsonObject result = client.request(CALL, body).get(60, TimeUnit.SECONDS);
      assertEquals(1, result.getJsonObject("echo").getInteger("n"));
      body.getJsonObject("arguments").put("fail", true);
      String why =
          client
              .request(CALL, body, Duration.ofSeconds(60))
              .handle((ok, failure) -> failure.getMessage())
              .get(60, TimeUnit.SECONDS);
      assertTrue(why.contains(SECRET), why);
    }
  }
}
