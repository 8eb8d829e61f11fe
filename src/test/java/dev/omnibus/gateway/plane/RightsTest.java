package dev.omnibus.gateway.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.harness.Waiting;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an agent loses with its token, and what it does not. */
@Timeout(240)
class RightsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ONCE = "\"_meta\":{\"progressToken\":\"p\"}";
  private static final String CHANGED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";

  private final Vertx vertx = Vertx.vertx();
  private final ToyServer toy = new ToyServer();
  private ToyNode node;
  private volatile boolean blocked;
  private volatile List<String> tools = List.of("*");

  @BeforeEach
  void open() throws Exception {
    node = new ToyNode(vertx, "n1@1", toy, this::access);
  }

  @AfterEach
  void close() throws Exception {
    ToyNode.get(vertx.close());
  }

  private AccessConfig access() {
    return new ToyAccess()
        .role("all", tools.toArray(String[]::new))
        .user("ann", "all", blocked)
        .user("bob", "all", false)
        .config();
  }

  private ToyAgent legacy() {
    return new ToyAgent(node.port()).with("Family", "one");
  }

  private ModernAgent modern() {
    return new ModernAgent(node.port(), "toy", "ann").with("Family", "one");
  }

  private static Reading listening(ModernAgent agent) throws Exception {
    Reading stream =
        agent.stream(
            "subscriptions/listen",
            new JsonObject().put("notifications", new JsonObject().put("toolsListChanged", true)));
    stream.message("notifications/subscriptions/acknowledged");
    return stream;
  }

  private Reading calling(ModernAgent agent) throws Exception {
    Reading stream =
        agent.stream(
            "tools/call",
            ModernAgent.call("slow", new JsonObject())
                .put("_meta", new JsonObject().put("progressToken", "p")));
    toy.flight("slow").progress(1);
    stream.message("notifications/progress");
    return stream;
  }

  private static int code(JsonObject answer) {
    return answer.getJsonObject("error").getInteger("code");
  }

  @Test
  void who_signed_out_listens_no_more() throws Exception {
    Reading stream = listening(modern());
    node.revoke("ann", "one");
    assertEquals(401, code(stream.answer()));
    stream.end();
  }

  @Test
  void who_signed_out_elsewhere_listens_on() throws Exception {
    Reading stream = listening(modern());
    node.revoke("ann", "another");
    node.revoke("bob", null);
    toy.shout(CHANGED);
    stream.message("notifications/tools/list_changed");
  }

  @Test
  void a_call_of_who_signed_out_ends_and_its_server_is_told() throws Exception {
    Reading stream = calling(modern());
    node.revoke("ann", "one");
    assertEquals(401, code(stream.answer()));
    assertTrue(toy.heard.contains("cancel slow"));
  }

  @Test
  void a_call_of_a_session_ends_with_the_token_that_it_was_made_with() throws Exception {
    ToyAgent ann = legacy().initialize();
    CompletableFuture<HttpResponse<String>> call = ann.send(1, "slow", ONCE);
    toy.flight("slow");
    node.revoke("ann", "another");
    node.revoke("ann", "one");
    assertEquals(401, call.get().statusCode());
    assertEquals(200, ann.with("Family", "two").call(2, "echo", "{}").statusCode());
  }

  @Test
  void a_token_that_expires_ends_what_listens_and_no_call() throws Exception {
    ModernAgent soon = modern().with("Expires", Instant.now().plusMillis(1_500).toString());
    Reading call = calling(soon);
    Reading stream = listening(soon);
    assertEquals(401, code(stream.answer()));
    toy.flight("slow").progress(2);
    call.message("notifications/progress");
    toy.flight("slow").answer("{\"content\":[]}");
    assertTrue(call.answer().containsKey("result"));
  }

  /** That it is not permitted any more would tell that there is such a tool. */
  @Test
  void what_was_never_permitted_is_unknown_however_long_the_way_to_it_takes() throws Exception {
    tools = List.of("echo");
    Reading listens =
        listening(modern().with("Expires", Instant.now().plusMillis(1_500).toString()));
    Promise<Void> opening = Promise.promise();
    toy.opening = opening;
    Reading call =
        new ModernAgent(node.port(), "toy", "bob")
            .stream("tools/call", ModernAgent.call("secret", new JsonObject()));
    toy.awaits("opening");
    assertEquals(401, code(listens.answer()), "rights were looked at meanwhile");
    opening.complete();
    assertEquals(-32602, code(call.answer()));
  }

  @Test
  void a_blocked_user_has_no_call_under_way() throws Exception {
    Reading stream = calling(modern());
    CompletableFuture<HttpResponse<String>> waits =
        legacy().initialize().send(1, "other", "\"arguments\":{}");
    Waiting.until("the server has it", LIMIT, () -> toy.flights.containsKey("other"));
    blocked = true;
    assertTrue(stream.answer().containsKey("error"));
    assertEquals(401, waits.get().statusCode());
    Waiting.until("the server is told", LIMIT, () -> toy.heard.contains("cancel other"));
  }

  @Test
  void a_tool_that_is_taken_away_is_taken_away_in_mid_call() throws Exception {
    Reading listens = listening(modern());
    Reading stream = calling(modern());
    tools = List.of("echo");
    assertEquals(401, code(stream.answer()));
    toy.shout(CHANGED);
    listens.message("notifications/tools/list_changed");
  }

  @Test
  void a_standing_stream_goes_by_the_token_it_was_asked_for_with() throws Exception {
    ToyAgent ann = legacy().initialize();
    Reading stream = ann.with("Family", "two").listen();
    node.revoke("ann", "one");
    toy.shout(CHANGED);
    stream.message("notifications/tools/list_changed");
    node.revoke("ann", "two");
    stream.end();
  }

  @Test
  void who_comes_with_other_roles_is_another_visitor() throws Exception {
    assertEquals(200, modern().ask("tools/list", new JsonObject()).statusCode());
    assertEquals(
        200, modern().with("Roles", "few").ask("tools/list", new JsonObject()).statusCode());
    assertEquals(2, toy.ways.size());
  }

  @Test
  void a_session_that_comes_with_other_roles_gets_another_way() throws Exception {
    ToyAgent ann = legacy().initialize();
    ann.call(1, "echo", "{}");
    assertFalse(toy.heard.contains("closed"));
    assertEquals(200, ann.with("Roles", "few").call(2, "echo", "{}").statusCode());
    assertTrue(toy.heard.contains("closed"));
  }
}
