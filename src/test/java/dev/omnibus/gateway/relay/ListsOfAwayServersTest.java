package dev.omnibus.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.gateway.agent.Post;
import dev.omnibus.harness.Waiting;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an agent hears of a server that is slow or away: what it last showed. */
class ListsOfAwayServersTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Bed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new Bed(new JsonObject().put("callTimeoutMs", 3_000).put("listTimeoutMs", 200));
    bed.lastKnown = ListsOfAwayServersTest::remembered;
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  private static Optional<Envelope> remembered(Post post) {
    return "tools/list".equals(post.method())
        ? Optional.of(Envelope.of(list(post.message().id(), "remembered")))
        : Optional.empty();
  }

  private static String list(String id, String tool) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + tools(tool) + "}";
  }

  private static String tools(String tool) {
    return "{\"tools\":[{\"name\":\"" + tool + "\",\"inputSchema\":{\"type\":\"object\"}}]}";
  }

  private HttpResponse<String> ask(String session, String method) throws Exception {
    return bed.post(0, session, Bed.request(7, method, "{}"));
  }

  @Test
  void a_list_that_takes_too_long_is_the_last_one_and_the_server_is_told() throws Exception {
    String session = bed.open();
    bed.upstream.on("tools/list", (message, request) -> {});
    HttpResponse<String> answer = ask(session, "tools/list");
    assertEquals(200, answer.statusCode());
    assertEquals(list("7", "remembered"), answer.body());
    Waiting.until("it is told", LIMIT, () -> bed.upstream.count("notifications/cancelled") == 1);
  }

  @Test
  void a_list_of_a_server_that_breaks_off_is_the_last_one() throws Exception {
    bed.era = Era.MODERN;
    bed.upstream.on("tools/list", (message, request) -> request.connection().close());
    HttpResponse<String> answer = ask(null, "tools/list");
    assertEquals(200, answer.statusCode());
    assertEquals(list("7", "remembered"), answer.body());
  }

  @Test
  void a_list_in_time_is_the_servers_own() throws Exception {
    bed.close();
    bed = new Bed(new JsonObject().put("listTimeoutMs", 60_000));
    bed.lastKnown = ListsOfAwayServersTest::remembered;
    bed.era = Era.MODERN;
    bed.upstream.on(
        "tools/list",
        (message, request) -> Upstream.result(request.response(), message, tools("own")));
    assertEquals(list("7", "own"), ask(null, "tools/list").body());
  }

  @Test
  void what_nobody_remembers_fails_honestly() throws Exception {
    bed.era = Era.MODERN;
    bed.lastKnown = post -> Optional.empty();
    bed.upstream.on("tools/list", (message, request) -> {});
    assertEquals(504, ask(null, "tools/list").statusCode());
  }

  @Test
  void a_call_is_never_answered_from_memory() throws Exception {
    bed.era = Era.MODERN;
    bed.upstream.on("tools/call", (message, request) -> {});
    assertEquals(504, bed.post(0, null, Bed.call(5, "t")).statusCode());
  }
}
