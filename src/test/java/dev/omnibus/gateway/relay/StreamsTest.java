package dev.omnibus.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.Timers;
import dev.omnibus.harness.Waiting;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams of calls and of sessions: when something of them is seen, and when both sides end. */
class StreamsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Queue<HttpServerResponse> open = new ConcurrentLinkedQueue<>();
  private final AtomicInteger closed = new AtomicInteger();
  private Bed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new Bed(new JsonObject().put("callTimeoutMs", 2_000).put("keepAliveMs", 10_000));
    bed.upstream.on("tools/call", (message, request) -> hold(request));
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  /** A stream that has begun and says nothing. */
  private HttpServerResponse hold(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.putHeader("Content-Type", "text/event-stream").setChunked(true).writeHead();
    response.closeHandler(gone -> closed.incrementAndGet());
    open.add(response);
    return response;
  }

  private static String event(String id, String json) {
    return "id: " + id + "\nevent: message\ndata: " + json + "\n\n";
  }

  private static String result(int id, String text) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"t\":\"" + text + "\"}}";
  }

  private static String read(InputStream in, int bytes) throws IOException {
    return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
  }

  private long cancels() {
    return bed.upstream.count("notifications/cancelled");
  }

  @Test
  void the_head_of_a_stream_is_there_before_its_first_event_and_each_event_at_once()
      throws Exception {
    HttpResponse<InputStream> answer = bed.stream(0, bed.open(), Bed.call(5, "t"));
    assertEquals(200, answer.statusCode());
    for (String text : List.of("one", "two")) {
      String event = event(text, result(5, text));
      open.peek().write(event);
      assertEquals(event, read(answer.body(), event.length()), "though the stream is still open");
    }
    assertTrue(answer.headers().firstValue("Content-Encoding").isEmpty());
  }

  @Test
  void a_legacy_agent_that_drops_its_stream_cancels_nothing_and_gets_the_rest_later()
      throws Exception {
    String session = bed.open();
    HttpResponse<InputStream> answer = bed.stream(0, session, Bed.call(5, "t"));
    String first = event("e1", "");
    open.peek().write(first);
    read(answer.body(), first.length());
    answer.body().close();
    bed.upstream.on("GET", (none, request) -> replay(request));
    HttpResponse<InputStream> rest = bed.resume(1, session, "e1");
    String last = event("e2", result(5, "done after e1"));
    assertEquals(last, read(rest.body(), last.length()));
    assertEquals(0, cancels());
    assertEquals(0, closed.get(), "the server goes on with what it was asked for");
  }

  @Test
  void what_the_gateway_says_on_a_standing_stream_stands_between_events_of_the_server()
      throws Exception {
    String session = bed.open();
    bed.upstream.on("GET", (none, request) -> hold(request));
    HttpResponse<InputStream> answer = bed.listen(0, session);
    Waiting.until("the stream is there", LIMIT, () -> !open.isEmpty());
    String whole = event("e1", result(1, "whole"));
    open.peek().write(whole);
    assertEquals(whole, read(answer.body(), whole.length()));
    bed.tell("{}");
    String own = "event: message\ndata: {}\n\n";
    assertEquals(own, read(answer.body(), own.length()));
    String half = "id: e2\nevent: message\nda";
    open.peek().write(half);
    assertEquals(half, read(answer.body(), half.length()));
    bed.tell("{}");
    bed.tell("{}");
    open.peek().write("ta: 2\n\n" + whole);
    assertEquals("ta: 2\n\n" + whole + own, read(answer.body(), 7 + whole.length() + own.length()));
  }

  /** The events after the last one that the agent heard. */
  private static void replay(HttpServerRequest request) {
    String after = request.getHeader("Last-Event-ID");
    request
        .response()
        .putHeader("Content-Type", "text/event-stream")
        .end(event("e2", result(5, "done after " + after)));
  }

  @Test
  void a_modern_agent_that_drops_its_stream_closes_it_at_the_server_within_a_second()
      throws Exception {
    bed.era = Era.MODERN;
    HttpResponse<InputStream> answer = bed.stream(0, null, Bed.call(5, "t"));
    answer.body().close();
    Waiting.until("it is closed", LIMIT, () -> closed.get() == 1);
    assertEquals(0, cancels(), "the closed stream says it");
  }

  @Test
  void a_modern_agent_that_goes_before_any_answer_closes_the_request_at_the_server()
      throws Exception {
    bed.era = Era.MODERN;
    bed.upstream.on(
        "tools/call",
        (message, request) -> request.response().closeHandler(gone -> closed.incrementAndGet()));
    var call = bed.postLater(0, null, Bed.call(5, "t"));
    Waiting.until("it is asked", LIMIT, () -> bed.upstream.count("tools/call") == 1);
    call.cancel(true);
    Waiting.until("it is closed", LIMIT, () -> closed.get() == 1);
  }

  @Test
  void the_stream_of_a_session_goes_on_at_the_server_as_it_is_defined_now() throws Exception {
    bed.upstream.on("GET", (none, request) -> hold(request));
    HttpResponse<InputStream> stream = bed.listen(0, bed.open());
    Upstream elsewhere = bed.another();
    elsewhere.on("GET", (none, request) -> hold(request));
    HttpServerResponse old = open.remove();
    bed.redefine(elsewhere);
    Waiting.until("it is heard elsewhere", LIMIT, () -> open.size() == 1 && closed.get() == 1);
    assertTrue(old.closed());
    open.peek().write(event("e1", "{}"));
    String heard = "";
    while (!heard.endsWith(event("e1", "{}"))) {
      heard += read(stream.body(), 1);
    }
    assertEquals(1, elsewhere.count("GET"));
  }

  @Test
  void fifty_open_streams_keep_no_call_waiting() throws Exception {
    bed.upstream.on("GET", (none, request) -> hold(request));
    List<HttpResponse<InputStream>> streams = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      String session = bed.open();
      streams.add(bed.listen(0, session));
      streams.add(bed.stream(0, session, Bed.call(100 + i, "t")));
    }
    assertEquals(50, open.size());
    assertEquals(200, bed.post(0, bed.open(), Bed.request(7, "ping", "{}")).statusCode());
    for (HttpResponse<InputStream> stream : streams) {
      assertEquals(200, stream.statusCode());
    }
  }

  /** In mid-call, in mid-stream, without an answer, dropped by the agent: twice each. */
  @Test
  void nothing_is_left_of_calls_that_break_hang_or_are_left() throws Exception {
    bed.upstream.on("tools/call", this::misbehave);
    final int timers = Timers.of(bed.vertx());
    String session = bed.open();
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      statuses.add(bed.post(0, session, Bed.call(10 + i, "break")).statusCode());
      String cut = bed.post(1, session, Bed.call(20 + i, "cut")).body();
      assertTrue(cut.contains("the connection to the server broke"), cut);
      bed.stream(0, session, Bed.call(30 + i, "stream")).body().close();
      statuses.add(bed.post(1, session, Bed.call(40 + i, "hang")).statusCode());
      statuses.add(bed.post(0, session, Bed.request(50 + i, "ping", "{}")).statusCode());
    }
    assertEquals(List.of(502, 504, 200, 502, 504, 200), statuses);
    open.forEach(HttpServerResponse::end);
    Waiting.until("no place is taken", LIMIT, () -> bed.bulkheads.of(Bed.SERVER).inside() == 0);
    Waiting.until("nothing is under way", LIMIT, () -> bed.seen.underWay() == 0);
    Waiting.until("no connection is open", LIMIT, () -> bed.upstream.connections() == 0);
    Waiting.until("no timer is left", LIMIT, () -> Timers.of(bed.vertx()) == timers);
    assertEquals(4, cancels(), "at their deadline: those that hung, and those that were left");
    assertEquals(8, bed.upstream.count("tools/call"), "each was asked for once");
  }

  private void misbehave(Envelope message, HttpServerRequest request) {
    switch (message.text("params", "name")) {
      case "break" -> request.connection().close();
      case "cut" ->
          hold(request).write("data: {\"json").onComplete(sent -> request.connection().close());
      case "stream" -> hold(request);
      default -> {
        // no answer
      }
    }
  }

  @Test
  void an_ended_session_leaves_no_stream_and_no_connection() throws Exception {
    bed.upstream.on("GET", (none, request) -> hold(request));
    String session = bed.open();
    HttpResponse<InputStream> stream = bed.listen(0, session);
    bed.delete(0, session);
    assertEquals(0, stream.body().readAllBytes().length);
    Waiting.until("the server's side is closed", LIMIT, () -> closed.get() == 1);
    Waiting.until("no connection is open", LIMIT, () -> bed.upstream.connections() == 0);
  }
}
