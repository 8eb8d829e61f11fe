package dev.omnibus.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.Waiting;
import dev.omnibus.measure.Metric;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the fast plane does when a server no longer knows a session, and when it only seems so. */
class SessionsForgottenTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final JsonObject GATEWAY =
      new JsonObject().put("callTimeoutMs", 3_000).put("keepAliveMs", 300);

  private Bed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new Bed(GATEWAY);
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  void many_calls_on_two_loops_that_find_it_forgotten_make_one_new_session() throws Exception {
    String session = bed.open();
    bed.upstream.forget();
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 10; i < 30; i++) {
      calls.add(bed.postLater(i % 2, session, Bed.call(i, "t")));
    }
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertEquals(200, call.get().statusCode());
    }
    assertEquals(2, bed.upstream.sessions());
  }

  @Test
  void what_is_said_again_in_the_new_session_is_counted_once() throws Exception {
    String session = bed.open();
    bed.post(0, session, Bed.call(10, "t"));
    Waiting.until("it is counted", LIMIT, () -> bed.counted.of("t", Metric.CALLS) == 1);
    long bytes = bed.counted.of("t", Metric.BYTES_IN);
    bed.upstream.forget();
    bed.post(0, session, Bed.call(11, "t"));
    Waiting.until("the other too", LIMIT, () -> bed.counted.of("t", Metric.CALLS) == 2);
    assertEquals(2 * bytes, bed.counted.of("t", Metric.BYTES_IN));
    assertEquals(2, bed.upstream.sessions());
  }

  /** The refusal of a call comes after another call had the session made anew. */
  @Test
  void a_late_refusal_of_the_old_id_makes_no_second_new_session() throws Exception {
    String session = bed.open();
    List<Runnable> held = new ArrayList<>();
    bed.upstream.on(
        "tools/call",
        (message, request) -> {
          if (message.text("params", "name").equals("slow") && held.isEmpty()) {
            held.add(() -> Upstream.status(request, 404));
          } else {
            Upstream.result(request.response(), message, "{}");
          }
        });
    CompletableFuture<HttpResponse<String>> slow = bed.postLater(0, session, Bed.call(5, "slow"));
    Waiting.until("it is held", LIMIT, () -> held.size() == 1);
    bed.upstream.forget();
    bed.post(0, session, Bed.call(6, "t"));
    held.get(0).run();
    assertEquals(200, slow.get().statusCode());
    assertEquals(2, bed.upstream.sessions());
  }

  @Test
  void a_server_that_forgot_it_and_dies_before_it_takes_another_is_asked_again() throws Exception {
    String session = bed.open();
    bed.upstream.forget();
    bed.upstream.breakOff("initialize");
    assertEquals(200, bed.post(0, session, Bed.call(5, "t")).statusCode());
    assertEquals(1, bed.upstream.count("tools/call") - 2, "refused twice, then done once");
  }

  @Test
  void a_method_that_is_not_there_does_not_cost_the_session() throws Exception {
    String session = bed.open();
    bed.upstream.on(
        "odd/method",
        (message, request) ->
            request
                .response()
                .setStatusCode(404)
                .end(
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32601,\"message\":\"no\"}}"));
    HttpResponse<String> answer = bed.post(0, session, Bed.request(7, "odd/method", "{}"));
    assertEquals(404, answer.statusCode());
    assertTrue(answer.body().contains("-32601"));
    assertEquals(1, bed.upstream.sessions());
  }

  @Test
  void a_standing_stream_knows_a_400_that_means_the_session() throws Exception {
    String session = bed.open();
    bed.upstream.on("forgotten", (message, request) -> {});
    bed.upstream.on(
        "GET",
        (none, request) ->
            request
                .response()
                .putHeader("Content-Type", "text/event-stream")
                .setChunked(true)
                .write(": hello\n\n"));
    bed.upstream.forget();
    HttpResponse<InputStream> stream = bed.listen(0, session);
    assertEquals(200, stream.statusCode());
    assertEquals(2, bed.upstream.sessions());
    stream.body().close();
  }

  @Test
  void what_is_asked_for_during_a_renewal_is_not_lost() throws Exception {
    String session = bed.open();
    bed.post(0, session, Bed.request(2, "logging/setLevel", "{\"level\":\"info\"}"));
    List<String> levels = new ArrayList<>();
    List<Runnable> held = new ArrayList<>();
    bed.upstream.on(
        "logging/setLevel",
        (message, request) -> {
          levels.add(message.raw("params", "level"));
          if (levels.size() == 1) {
            held.add(() -> Upstream.result(request.response(), message, "{}"));
          } else {
            Upstream.result(request.response(), message, "{}");
          }
        });
    List<Runnable> accepted = new ArrayList<>();
    bed.upstream.on(
        "resources/subscribe",
        (message, request) ->
            accepted.add(() -> Upstream.result(request.response(), message, "{}")));
    CompletableFuture<HttpResponse<String>> subscribing =
        bed.postLater(0, session, Bed.request(4, "resources/subscribe", "{\"uri\":\"file:///a\"}"));
    Waiting.until("it is under way", LIMIT, () -> accepted.size() == 1);
    bed.upstream.forget();
    CompletableFuture<HttpResponse<String>> call = bed.postLater(0, session, Bed.call(3, "t"));
    Waiting.until("the level is said again", LIMIT, () -> held.size() == 1);
    bed.upstream.on(
        "resources/subscribe", (m, request) -> Upstream.result(request.response(), m, "{}"));
    accepted.get(0).run();
    subscribing.get();
    held.get(0).run();
    assertEquals(200, call.get().statusCode());
    assertEquals(2, bed.upstream.count("resources/subscribe"));
  }

  @Test
  void an_end_waits_for_no_silent_server() throws Exception {
    bed.close();
    bed = new Bed(GATEWAY.copy().put("callTimeoutMs", 500));
    String session = bed.open();
    bed.upstream.on("DELETE", (none, request) -> {});
    assertEquals(200, bed.delete(0, session).statusCode());
  }
}
