package dev.omnibus.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.harness.Waiting;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that a server keeps and nobody uses, before a real server over HTTP. */
class RetirementTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int IDLE_MILLIS = 200;

  private final AtomicReference<String> ended = new AtomicReference<>();
  private final AtomicInteger asked = new AtomicInteger();
  private Bed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new Bed(new JsonObject().put("sessionIdleMs", IDLE_MILLIS));
    bed.upstream.on(
        "DELETE",
        (none, request) -> {
          ended.set(request.getHeader("Mcp-Session-Id"));
          bed.upstream.forget();
          Upstream.status(request, 200);
        });
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  /** Another node that says of each session that it was used there so long ago. */
  private void neighbour(long quietMillis) throws Exception {
    Bus bus = new Bus(bed.vertx(), "n2", Clock.systemUTC());
    Bed.get(
        bus.answerNode(
                Addresses.SESSION_USE,
                request -> {
                  asked.incrementAndGet();
                  JsonObject quiet = new JsonObject();
                  request
                      .body()
                      .getJsonArray("sessions")
                      .forEach(uid -> quiet.put((String) uid, quietMillis));
                  return Future.succeededFuture(quiet);
                })
            .completion());
    bed.others.add("n2");
  }

  private void endsOnce() throws Exception {
    Waiting.until("the server is told", LIMIT, () -> ended.get() != null);
    assertEquals("up-1", ended.get());
    rounds();
    assertEquals(1, bed.upstream.count("DELETE"));
  }

  /** So many looks that another end would have come. */
  private void rounds() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    bed.vertx().setPeriodic(IDLE_MILLIS / 4, id -> looks.incrementAndGet());
    Waiting.until("some looks", LIMIT, () -> looks.get() > 8);
  }

  @Test
  void a_session_that_nobody_uses_is_ended_at_its_server_once() throws Exception {
    bed.open();
    endsOnce();
  }

  @Test
  void its_agent_comes_back_later_and_has_it_again() throws Exception {
    String session = bed.open();
    endsOnce();
    HttpResponse<String> back = bed.post(1, session, Bed.call(5, "t"));
    assertEquals(200, back.statusCode(), back::body);
    assertEquals("1", back.headers().firstValue("Omnibus-Session-Renewed").orElse(""));
    assertEquals(2, bed.upstream.sessions());
    Waiting.until("that one is ended too", LIMIT, () -> "up-2".equals(ended.get()));
  }

  @Test
  void one_with_a_call_or_a_stream_under_way_is_used() throws Exception {
    Queue<HttpServerResponse> open = new ConcurrentLinkedQueue<>();
    bed.upstream.on("tools/call", (message, request) -> open.add(request.response()));
    String session = bed.open();
    bed.postLater(0, session, Bed.call(5, "t"));
    Waiting.until("it is asked", LIMIT, () -> open.size() == 1);
    bed.upstream.on(
        "GET",
        (none, request) -> {
          request.response().putHeader("Content-Type", "text/event-stream").setChunked(true);
          request.response().writeHead();
          open.add(request.response());
        });
    var stream = bed.listen(1, session);
    rounds();
    open.remove().setStatusCode(202).end();
    rounds();
    assertEquals(0, bed.upstream.count("DELETE"), "its stream stands");
    stream.body().close();
    endsOnce();
  }

  @Test
  void what_another_node_uses_is_left_alone_until_it_is_idle_there_too() throws Exception {
    neighbour(IDLE_MILLIS / 2);
    bed.open();
    Waiting.until("it is asked several times", LIMIT, () -> asked.get() >= 3);
    assertEquals(0, bed.upstream.count("DELETE"));
    bed.others.clear();
    endsOnce();
  }

  @Test
  void what_is_idle_everywhere_is_ended() throws Exception {
    neighbour(IDLE_MILLIS * 2L);
    bed.open();
    endsOnce();
    assertTrue(asked.get() >= 1);
  }

  @Test
  void a_node_that_does_not_answer_may_be_using_it() throws Exception {
    bed.others.add("n3");
    bed.open();
    rounds();
    assertEquals(0, bed.upstream.count("DELETE"));
  }
}
