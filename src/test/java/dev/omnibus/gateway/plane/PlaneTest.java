package dev.omnibus.gateway.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.harness.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A legacy agent at a server that does what it is told, on two nodes. */
@Timeout(240)
class PlaneTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ONCE = "\"_meta\":{\"progressToken\":\"p\"}";

  private final Vertx vertx = Vertx.vertx();
  private final ToyServer toy = new ToyServer();
  private ToyNode one;
  private ToyNode two;
  private ToyAgent ann;
  private volatile boolean blocked;

  @BeforeEach
  void open() throws Exception {
    one = new ToyNode(vertx, "n1@1", toy, this::access);
    two = new ToyNode(vertx, "n2@1", toy, this::access);
    ann = new ToyAgent(one.port()).initialize();
  }

  @AfterEach
  void close() throws Exception {
    ToyNode.get(vertx.close());
  }

  private AccessConfig access() {
    ToyAccess access =
        new ToyAccess()
            .role("all", "*")
            .role("few", "echo", "slow")
            .user("ann", "all")
            .user("bob", "all");
    return (blocked ? access : access.user("few", "few")).config();
  }

  @Test
  void a_session_begins_and_says_all_that_the_server_says_of_itself() {
    assertEquals(new JsonArray().add(1), ann.initialized().getJsonArray("odd"));
  }

  @Test
  void an_answer_that_nothing_precedes_is_json() throws Exception {
    HttpResponse<String> answer = ann.call(1, "echo", "{\"a\":1.0}");
    assertEquals("application/json", answer.headers().firstValue("Content-Type").orElse(""));
    assertTrue(answer.body().contains("\"result\":{\"a\":1.0}"), answer.body());
  }

  @Test
  void progress_makes_it_a_stream_with_ids() throws Exception {
    Reading call = ann.stream(2, "slow", ONCE);
    toy.flight("slow").progress(1);
    assertEquals(
        1, call.message("notifications/progress").getJsonObject("params").getInteger("progress"));
    toy.flight("slow").answer("{}");
    assertEquals(2, call.answer().getInteger("id"));
    assertFalse(call.lastId().isEmpty());
  }

  @Test
  void a_call_that_takes_long_becomes_a_stream_that_says_it_is_there() throws Exception {
    Reading call = ann.stream(3, "slow", ONCE);
    call.comment();
    toy.flight("slow").answer("{}");
    call.answer();
  }

  @Test
  void who_drops_the_stream_cancels_nothing_and_gets_the_result_later() throws Exception {
    Reading call = ann.stream(4, "slow", ONCE);
    toy.flight("slow").progress(1);
    call.message("notifications/progress");
    call.close();
    toy.flight("slow").progress(2);
    toy.flight("slow").answer("{\"done\":true}");
    Reading again = ann.resume(call.lastId());
    assertEquals(
        2, again.message("notifications/progress").getJsonObject("params").getInteger("progress"));
    assertEquals(true, again.answer().getJsonObject("result").getBoolean("done"));
    assertFalse(toy.heard.contains("cancel slow"));
  }

  @Test
  void a_stream_is_taken_up_again_on_another_node_while_it_still_runs() throws Exception {
    Reading call = ann.stream(5, "slow", ONCE);
    toy.flight("slow").progress(1);
    call.message("notifications/progress");
    call.close();
    Reading again = ann.at(two.port()).resume(call.lastId());
    toy.flight("slow").progress(2);
    again.message("notifications/progress");
    toy.flight("slow").answer("{\"done\":true}");
    assertEquals(true, again.answer().getJsonObject("result").getBoolean("done"));
  }

  @Test
  void where_the_node_that_kept_a_stream_is_gone_its_call_ends_with_an_error() throws Exception {
    EventId lost = new EventId(3, 9, "\"x\"", "dead@1");
    JsonObject answer = ann.resume(lost.toString()).answer();
    assertEquals("x", answer.getString("id"));
    assertEquals(502, answer.getJsonObject("error").getInteger("code"));
  }

  @Test
  void a_question_reaches_the_agent_whose_call_caused_it_and_its_answer_comes_back()
      throws Exception {
    Reading call = ann.stream(6, "ask", ONCE);
    toy.flight("ask").elicit("\"s-1\"");
    JsonObject question = call.message("elicitation/create");
    HttpResponse<String> taken = ann.reply(question.getString("id"), "{\"action\":\"accept\"}");
    assertEquals(202, taken.statusCode());
    toy.awaits("post {\"jsonrpc\":\"2.0\",\"id\":\"s-1\",\"result\":{\"action\":\"accept\"}}");
  }

  @Test
  void an_answer_that_comes_to_another_node_finds_back() throws Exception {
    Reading call = ann.stream(7, "ask", ONCE);
    toy.flight("ask").elicit("\"s-2\"");
    String id = call.message("elicitation/create").getString("id");
    assertEquals(202, ann.at(two.port()).reply(id, "{\"action\":\"decline\"}").statusCode());
    toy.awaits("\"id\":\"s-2\",\"result\":{\"action\":\"decline\"}");
  }

  @Test
  void another_agent_cannot_answer_a_question() throws Exception {
    Reading call = ann.stream(8, "ask", ONCE);
    toy.flight("ask").elicit("\"s-3\"");
    String id = call.message("elicitation/create").getString("id");
    ToyAgent bob = new ToyAgent(one.port()).initialize();
    assertEquals(400, bob.reply(id, "{\"action\":\"accept\"}").statusCode());
    assertTrue(toy.heard.stream().noneMatch(h -> h.contains("s-3")));
  }

  @Test
  void an_agent_that_cannot_be_asked_is_not_asked() throws Exception {
    ToyAgent mute = new ToyAgent(one.port()).initialize("{}");
    mute.stream(9, "ask", ONCE);
    toy.flight("ask").elicit("\"s-4\"");
    toy.awaits("\"id\":\"s-4\",\"error\":{\"code\":-32601");
  }

  @Test
  void what_is_cancelled_on_another_node_is_cancelled() throws Exception {
    CompletableFuture<HttpResponse<String>> call = ann.send(10, "slow", ONCE);
    toy.flight("slow");
    ann.at(two.port())
        .notify("notifications/cancelled", "{\"requestId\":10,\"reason\":\"enough\"}");
    toy.awaits("cancel slow");
    assertTrue(call.get().body().contains("\"code\":499"), call.get().body());
  }

  /** They were kept back here, which costs their server nothing. */
  @Test
  void a_drain_is_waited_for_however_many_wait() throws Exception {
    toy.draining = true;
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      calls.add(ann.send(100 + i, "echo", "\"arguments\":{}"));
    }
    Waiting.until("all were kept back", LIMIT, () -> one.keptBack() >= 60);
    toy.draining = false;
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertTrue(call.get().body().contains("\"result\""), call.get().body());
    }
  }

  @Test
  void the_same_id_twice_under_way_is_refused() throws Exception {
    ann.stream(11, "slow", ONCE);
    toy.flight("slow");
    assertEquals(400, ann.call(11, "echo", "{}").statusCode());
  }

  @Test
  void the_text_1_and_the_number_1_are_two_ids() throws Exception {
    ann.stream(1, "slow", ONCE);
    toy.flight("slow");
    assertTrue(ann.call("\"1\"", "echo", "{}").body().contains("\"id\":\"1\""));
  }

  @Test
  void a_second_listener_takes_over_from_the_first_on_whatever_node() throws Exception {
    Reading first = ann.listen();
    toy.shout("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
    first.message("notifications/tools/list_changed");
    Reading second = ann.at(two.port()).listen();
    first.end();
    toy.shout("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
    second.message("notifications/tools/list_changed");
  }

  @Test
  void an_ended_session_is_gone_on_all_nodes_and_its_ways_are_closed() throws Exception {
    ann.at(two.port()).call(12, "echo", "{}");
    assertEquals(200, ann.at(one.port()).delete().statusCode());
    Waiting.until(
        "the other node hears it",
        LIMIT,
        () -> ann.at(two.port()).call(13, "echo", "{}").statusCode() == 404);
    Waiting.until("both ways are closed", LIMIT, toy.ways::isEmpty);
  }

  @Test
  void what_was_not_sent_is_sent_again_when_the_server_is_back() throws Exception {
    CompletableFuture<HttpResponse<String>> call = ann.send(14, "slow", ONCE);
    toy.flight("slow");
    toy.die(false);
    toy.flight("slow").answer("{\"second\":true}");
    assertTrue(call.get().body().contains("\"second\":true"));
  }

  @Test
  void what_may_have_been_done_is_not_done_twice() throws Exception {
    CompletableFuture<HttpResponse<String>> call = ann.send(15, "slow", ONCE);
    toy.flight("slow");
    toy.die(true);
    assertEquals(502, call.get().statusCode());
    assertEquals(1, toy.heard.stream().filter(h -> h.contains("\"slow\"")).count());
  }

  @Test
  void a_server_that_was_restarted_is_told_once_and_the_session_stays() throws Exception {
    toy.generation = 8;
    toy.die(true);
    assertEquals("1", renewed(ann.call(16, "echo", "{}")));
    assertEquals("", renewed(ann.call(17, "echo", "{}")));
  }

  private static String renewed(HttpResponse<String> answer) {
    return answer.headers().firstValue("Omnibus-Session-Renewed").orElse("");
  }

  @Test
  void a_young_way_hears_the_log_level_and_the_subscriptions() throws Exception {
    ann.ask(18, "logging/setLevel", "{\"level\":\"error\"}");
    ann.ask(19, "resources/subscribe", "{\"uri\":\"file:///a\"}");
    toy.heard.clear();
    toy.die(true);
    ann.call(20, "echo", "{}");
    assertEquals(
        List.of(
            "logging/setLevel {\"level\":\"error\"}",
            "resources/subscribe {\"uri\":\"file:///a\"}"),
        toy.heard.subList(0, 2));
  }

  @Test
  void a_subscription_made_on_one_node_is_known_to_the_way_of_the_other() throws Exception {
    ann.at(two.port()).listen();
    toy.heard.clear();
    ann.at(one.port()).ask(21, "resources/subscribe", "{\"uri\":\"file:///b\"}");
    Waiting.until(
        "both ways subscribed",
        LIMIT,
        () -> toy.heard.stream().filter(h -> h.contains("file:///b")).count() == 2,
        toy.heard::toString);
  }

  @Test
  void a_list_shows_what_the_caller_may_use_and_nothing_else_changes() throws Exception {
    ToyAgent few = new ToyAgent(one.port()).as("few").initialize();
    assertTrue(
        few.ask(22, "tools/list", "{}")
            .body()
            .contains("{\"tools\":[{\"name\":\"echo\", \"n\":1.0}]}"));
  }

  @Test
  void what_one_may_not_use_never_reaches_the_server() throws Exception {
    ToyAgent few = new ToyAgent(one.port()).as("few").initialize();
    HttpResponse<String> refused = few.call(23, "secret", "{}");
    assertTrue(refused.body().contains("Unknown tool: secret"), refused.body());
    assertTrue(toy.heard.stream().noneMatch(h -> h.contains("secret")));
  }

  @Test
  void a_trace_goes_on_with_a_span_of_ours() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    ann.trace("00-" + trace + "-00f067aa0ba902b7-01").call(24, "echo", "{}");
    String said = toy.heard.get(toy.heard.size() - 1);
    assertTrue(said.contains("\"traceparent\":\"00-" + trace), said);
    assertFalse(said.contains("00f067aa0ba902b7"), said);
  }

  @Test
  void an_answer_says_in_which_trace_its_call_was() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    String known =
        ann.trace("00-" + trace + "-00f067aa0ba902b7-01")
            .call(25, "echo", "{}")
            .headers()
            .firstValue("Server-Timing")
            .orElse("none");
    assertTrue(known.startsWith("traceparent;desc=\"00-" + trace + "-"), known);
    String own = ann.call(26, "echo", "{}").headers().firstValue("Server-Timing").orElse("none");
    assertTrue(own.matches("traceparent;desc=\"00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]\""), own);
  }

  @Test
  void two_agents_with_one_id_and_one_token_hear_their_own() throws Exception {
    ToyAgent bob = new ToyAgent(two.port()).initialize();
    Reading hers = ann.stream(1, "slow", ONCE);
    Reading his = bob.stream(1, "ask", ONCE);
    toy.flight("slow").progress(1);
    toy.flight("ask").progress(2);
    assertNotEquals(
        hers.message("notifications/progress").getJsonObject("params"),
        his.message("notifications/progress").getJsonObject("params"));
  }

  @Test
  void a_sessionless_agent_is_answered_too() throws Exception {
    assertTrue(new ToyAgent(one.port()).call(27, "echo", "{\"b\":2}").body().contains("{\"b\":2}"));
  }

  @Test
  void a_notification_is_a_202_without_a_body() throws Exception {
    HttpResponse<String> answer = ann.notify("notifications/roots/list_changed", "{}");
    assertEquals(202, answer.statusCode());
    assertEquals("", answer.body());
  }

  @Test
  void a_question_of_a_session_that_ends_is_answered_for_it_with_an_error() throws Exception {
    Reading call = ann.stream(30, "ask", ONCE);
    toy.flight("ask").elicit("\"s-5\"");
    call.message("elicitation/create");
    ann.delete();
    toy.awaits("\"id\":\"s-5\",\"error\"");
  }

  @Test
  void who_may_see_the_server_no_more_hears_it_no_more() throws Exception {
    ToyAgent few = new ToyAgent(one.port()).as("few").initialize();
    Reading stream = few.listen();
    blocked = true;
    stream.end();
  }
}
