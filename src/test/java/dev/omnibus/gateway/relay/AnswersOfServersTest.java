package dev.omnibus.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Addresses;
import dev.omnibus.harness.Waiting;
import dev.omnibus.mcp.Era;
import dev.omnibus.measure.Metric;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a server's answer an agent must not get as it is, and when a call is over. */
class AnswersOfServersTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Bed bed;

  @BeforeEach
  void start() throws Exception {
    bed =
        new Bed(
            new JsonObject()
                .put("callTimeoutMs", 1_000)
                .put("concurrency", 4)
                .put("queue", 1)
                .put("queueMs", 400));
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  @ParameterizedTest
  @CsvSource({"401", "407", "302", "307"})
  void a_challenge_or_a_redirect_of_the_server_is_an_error_of_the_server(int status)
      throws Exception {
    bed.upstream.on(
        "tools/call",
        (message, request) -> {
          request.response().putHeader("Location", "http://127.0.0.1:1/inside");
          Upstream.status(request, status);
        });
    HttpResponse<String> answer = bed.post(0, bed.open(), Bed.call(7, "t"));
    assertEquals(502, answer.statusCode());
    assertEquals(7, new JsonObject(answer.body()).getInteger("id"));
    assertTrue(answer.headers().firstValue("Location").isEmpty());
  }

  @Test
  void a_status_that_is_no_answer_is_an_error_of_the_server() throws Exception {
    bed.upstream.on("tools/call", (message, request) -> Upstream.status(request, 199));
    assertEquals(502, bed.post(0, bed.open(), Bed.call(7, "t")).statusCode());
  }

  @ParameterizedTest
  @CsvSource({"403", "405", "406", "409", "415", "429", "500"})
  void a_refusal_of_the_server_keeps_status_body_and_headers(int status) throws Exception {
    String body = "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32001, \"message\":\"no\"}}";
    bed.upstream.on(
        "tools/call",
        (message, request) ->
            request
                .response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Retry-After", "17")
                .end(body));
    HttpResponse<String> answer = bed.post(0, bed.open(), Bed.call(7, "t"));
    assertEquals(status, answer.statusCode());
    assertEquals(body, answer.body());
    assertEquals("17", answer.headers().firstValue("Retry-After").orElse(""));
    assertEquals("application/json", answer.headers().firstValue("Content-Type").orElse(""));
  }

  @Test
  void the_end_of_a_body_that_nobody_wants_is_not_waited_for() throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    bed.upstream.on(
        "notifications/x",
        (message, request) -> {
          request.connection().closeHandler(closed::complete);
          request.response().setStatusCode(202).setChunked(true).writeHead();
        });
    String note = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}";
    assertEquals(202, bed.post(0, bed.open(), note).statusCode());
    closed.get(60, TimeUnit.SECONDS);
  }

  @Test
  void what_was_taken_has_no_body() throws Exception {
    bed.upstream.on(
        "notifications/x",
        (message, request) -> request.response().setStatusCode(202).end("{\"odd\":1}"));
    HttpResponse<String> answer =
        bed.post(0, bed.open(), "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}");
    assertEquals(202, answer.statusCode());
    assertEquals("", answer.body());
  }

  @Test
  void a_thousand_made_up_methods_and_tools_make_one_series() throws Exception {
    bed.upstream.on("tools/call", (message, request) -> Upstream.status(request, 400));
    String session = bed.open();
    for (int i = 0; i < 150; i++) {
      bed.post(0, session, Bed.request(i, "made/up" + i, "{}"));
      bed.post(0, session, Bed.call(i, "made-up" + i));
    }
    assertEquals(Set.of("other"), bed.counted.tools());
  }

  @Test
  void the_bound_of_a_server_holds_for_all_loops_together() throws Exception {
    bed.upstream.on("tools/call", (message, request) -> {});
    String session = bed.open();
    for (int i = 0; i < 4; i++) {
      bed.postLater(i % 2, session, Bed.call(10 + i, "t"));
    }
    Waiting.until("all are there", LIMIT, () -> bed.upstream.count("tools/call") == 4);
    CompletableFuture<HttpResponse<String>> waits = bed.postLater(0, session, Bed.call(30, "t"));
    HttpResponse<String> more = bed.post(1, session, Bed.call(20, "t"));
    assertEquals(429, more.statusCode());
    assertEquals(429, waits.get().statusCode());
    assertEquals("1", more.headers().firstValue("Retry-After").orElse(""));
    assertEquals(20, new JsonObject(more.body()).getInteger("id"));
  }

  @Test
  void who_waits_gets_the_place_of_who_is_done_on_another_loop() throws Exception {
    Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    bed.upstream.on(
        "tools/call",
        (message, request) -> held.add(() -> Upstream.result(request.response(), message, "{}")));
    String session = bed.open();
    for (int i = 0; i < 4; i++) {
      bed.postLater(0, session, Bed.call(10 + i, "t"));
    }
    Waiting.until("all are there", LIMIT, () -> held.size() == 4);
    CompletableFuture<HttpResponse<String>> waits = bed.postLater(1, session, Bed.call(20, "t"));
    held.poll().run();
    Waiting.until("it is let in", LIMIT, () -> held.size() == 4);
    held.forEach(Runnable::run);
    assertEquals(200, waits.get().statusCode());
  }

  @Test
  void what_waits_for_people_has_no_deadline() throws Exception {
    bed.close();
    bed = new Bed(new JsonObject().put("callTimeoutMs", 300).put("maxCallMs", 500));
    AtomicReference<Runnable> held = new AtomicReference<>();
    bed.upstream.on(
        "tasks/result",
        (message, request) ->
            held.set(() -> Upstream.result(request.response(), message, "{\"a\":1}")));
    String session = bed.open();
    CompletableFuture<HttpResponse<String>> result =
        bed.postLater(0, session, Bed.request(5, "tasks/result", "{\"taskId\":\"x\"}"));
    Waiting.until("it is there", LIMIT, () -> held.get() != null);
    bed.upstream.on("tools/call", (message, request) -> {});
    assertEquals(504, bed.post(0, session, Bed.call(6, "hang")).statusCode());
    assertEquals(504, bed.post(0, session, Bed.call(7, "hang")).statusCode());
    held.get().run();
    assertTrue(result.get().body().contains("\"a\":1"));
  }

  @Test
  void progress_gives_more_time_and_other_bytes_do_not() throws Exception {
    bed.upstream.on(
        "tools/call",
        (message, request) -> dribble(request.response(), message.text("params", "name")));
    String session = bed.open();
    assertTrue(text(bed.stream(0, session, Bed.call(5, "progress"))).contains("\"result\""));
    assertTrue(text(bed.stream(0, session, Bed.call(6, "noise"))).contains("in time"));
  }

  /** Four events, 500 ms apart, then the result. */
  private void dribble(HttpServerResponse response, String what) {
    response.putHeader("Content-Type", "text/event-stream").setChunked(true);
    String method = what.equals("progress") ? "notifications/progress" : "notifications/message";
    String event = "data: {\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":{}}\n\n";
    io.vertx.core.Vertx vertx = io.vertx.core.Vertx.currentContext().owner();
    response.write(event);
    int[] said = {1};
    vertx.setPeriodic(
        500,
        id -> {
          if (said[0]++ < 4) {
            response.write(event);
          } else {
            vertx.cancelTimer(id);
            response.end("data: {\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{}}\n\n");
          }
        });
  }

  private static String text(HttpResponse<InputStream> answer) throws IOException {
    return new String(answer.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void an_agent_that_stops_reading_is_not_told_that_the_server_is_late() throws Exception {
    // Until then all that holds something on the way has to be full.
    bed.close();
    bed = new Bed(new JsonObject().put("callTimeoutMs", 6_000));
    AtomicBoolean closed = new AtomicBoolean();
    bed.upstream.on(
        "tools/call",
        (message, request) -> {
          HttpServerResponse response = request.response();
          response.closeHandler(gone -> closed.set(true));
          response.putHeader("Content-Type", "text/event-stream").setChunked(true);
          flood(response, Buffer.buffer(": " + "x".repeat(60_000) + "\n\n"));
        });
    HttpResponse<InputStream> answer = bed.stream(0, bed.open(), Bed.call(5, "flood"));
    Waiting.until("both sides are closed", LIMIT, closed::get);
    assertTrue(!endOf(answer).contains("in time"));
    assertEquals(1, bed.counted.of(Metric.CANCELLED));
  }

  private static void flood(HttpServerResponse response, Buffer piece) {
    response.write(piece).onSuccess(sent -> flood(response, piece));
  }

  private static String endOf(HttpResponse<InputStream> answer) {
    StringBuilder last = new StringBuilder();
    try (InputStream body = answer.body()) {
      for (int b = body.read(); b >= 0; b = body.read()) {
        last.append((char) b);
      }
    } catch (IOException cutOff) {
      // as it should be: nothing may look whole
    }
    return last.substring(Math.max(0, last.length() - 300));
  }

  private void standing() {
    bed.upstream.on(
        "GET",
        (none, request) ->
            request
                .response()
                .putHeader("Content-Type", "text/event-stream")
                .setChunked(true)
                .write(": hello\n\n"));
  }

  @Test
  void a_standing_stream_ends_with_the_token_of_its_agent() throws Exception {
    standing();
    String session = bed.open();
    bed.caller = new Caller("ann", Set.of(), "family-1", Instant.now().plusMillis(700));
    assertTrue(text(bed.listen(0, session)).startsWith(": hello"));
  }

  @Test
  void a_standing_stream_ends_when_its_agent_signs_out() throws Exception {
    standing();
    HttpResponse<InputStream> stream = bed.listen(1, bed.open());
    bed.bus.publish(
        Addresses.EVENT_ACCESS_REVOKED,
        "access_revoked",
        "info",
        new JsonObject().put("user", "ann").put("session", "family-1").put("reason", "logout"));
    assertTrue(text(stream).startsWith(": hello"));
  }

  @Test
  void a_call_under_way_ends_when_its_agent_signs_out_and_its_server_is_told() throws Exception {
    bed.upstream.on(
        "tools/call",
        (message, request) ->
            request
                .response()
                .putHeader("Content-Type", "text/event-stream")
                .setChunked(true)
                .write(": working\n\n"));
    HttpResponse<InputStream> stream = bed.stream(0, bed.open(), Bed.call(7, "t"));
    bed.bus.publish(
        Addresses.EVENT_ACCESS_REVOKED,
        "access_revoked",
        "info",
        new JsonObject().put("user", "ann").put("session", "family-1").put("reason", "logout"));
    String all = text(stream);
    assertTrue(all.startsWith(": working") && all.contains("may hear no more"), all);
    Waiting.until(
        "the server is told",
        Duration.ofSeconds(60),
        () -> bed.upstream.count("notifications/cancelled") == 1);
  }

  @Test
  void a_subscription_of_the_modern_era_ends_with_the_token_too() throws Exception {
    bed.era = Era.MODERN;
    bed.upstream.on(
        "subscriptions/listen",
        (message, request) ->
            request
                .response()
                .putHeader("Content-Type", "text/event-stream")
                .setChunked(true)
                .write(": hello\n\n"));
    bed.caller = new Caller("ann", Set.of(), "family-1", Instant.now().plusMillis(700));
    String all = text(bed.stream(0, null, Bed.request(9, "subscriptions/listen", "{}")));
    assertTrue(all.contains("may hear no more"), all);
  }
}
