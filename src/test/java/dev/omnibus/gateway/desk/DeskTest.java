package dev.omnibus.gateway.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.gateway.plane.ToyServer;
import dev.omnibus.harness.Waiting;
import dev.omnibus.trail.AuditEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users at the desks of two nodes, before a server that does what it is told. */
@Timeout(240)
class DeskTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String CALL = Addresses.COMMAND_TOOL_CALL;
  private static final String GET = Addresses.QUERY_CALL_GET;

  private final Vertx vertx = Vertx.vertx();
  private final ToyServer toy = new ToyServer();
  private final Map<String, List<String>> users = new HashMap<>();
  private final DeskNode.Members members = new DeskNode.Members();
  private final List<JsonObject> events = new CopyOnWriteArrayList<>();
  private DeskNode one;
  private DeskNode two;

  @BeforeEach
  void open() throws Exception {
    users.put("ann", List.of("*"));
    users.put("bob", List.of("*"));
    users.put("few", List.of("echo", "slow"));
    one = new DeskNode(vertx, "n1@1", members, toy, this::access);
    two = new DeskNode(vertx, "n2@1", members, toy, this::access);
    for (String address :
        List.of(
            Addresses.EVENT_CALL_STARTED,
            Addresses.EVENT_CALL_PROGRESS,
            Addresses.EVENT_CALL_FINISHED,
            Addresses.EVENT_RESOURCE_UPDATED)) {
      two.bus.hear(address, events::add);
    }
  }

  private AccessConfig access() {
    return DeskNode.access(users);
  }

  @AfterEach
  void close() throws Exception {
    DeskNode.get(vertx.close());
  }

  private static JsonObject tool(String name) {
    return new JsonObject().put("tool", name).put("arguments", new JsonObject().put("a", 1));
  }

  /** Begins a run and answers its name. */
  private String run(String user, String tool) throws Exception {
    return one.ask(user, CALL, tool(tool).put("detached", true)).getString("call");
  }

  private static JsonObject named(String call) {
    return new JsonObject().put("call", call);
  }

  private JsonObject awaitState(DeskNode node, String call, String state) throws Exception {
    JsonObject[] last = new JsonObject[1];
    Waiting.until(
        call + " is " + state,
        LIMIT,
        () -> {
          last[0] = node.ask("ann", GET, named(call));
          return state.equals(last[0].getString("state"));
        },
        () -> "last: " + last[0]);
    return last[0];
  }

  private static BusException refused(Future<JsonObject> asked) {
    Throwable cause = assertThrows(ExecutionException.class, () -> DeskNode.get(asked)).getCause();
    return cause instanceof IllegalArgumentException
        ? Failure.BAD_REQUEST.because(cause.getMessage())
        : assertInstanceOf(BusException.class, cause);
  }

  private BusException refused(String user, String address, JsonObject body) {
    return refused(one.asking(user, address, body.copy().put("server", DeskNode.TOY)));
  }

  @Test
  void a_call_is_answered_with_its_result() throws Exception {
    assertEquals(
        new JsonObject().put("a", 1), one.ask("ann", CALL, tool("echo")).getJsonObject("result"));
  }

  @Test
  void a_call_names_its_trace_in_its_answer_its_events_and_the_audit_log() throws Exception {
    assertEquals(32, one.ask("ann", CALL, tool("echo")).getString("trace").length());
    String call = run("ann", "slow");
    toy.flight("slow").answer("{\"content\":[]}");
    String trace = awaitState(two, call, "finished").getString("trace");
    assertEquals(32, trace.length());
    Waiting.until(
        "its end is told with it",
        LIMIT,
        () ->
            events.stream()
                .filter(event -> event.getString("type").equals("mcp_call_finished"))
                .anyMatch(event -> trace.equals(event.getJsonObject("data").getString("trace"))));
    assertTrue(
        one.trail.take(100).stream()
            .map(AuditEntry::detail)
            .anyMatch(
                said ->
                    call.equals(said.getValue("call")) && trace.equals(said.getValue("trace"))));
  }

  @Test
  void a_call_goes_through_the_checkpoint_of_agents() throws Exception {
    one.ask("ann", CALL, tool("echo"));
    assertEquals(1, one.counted.well());
  }

  @Test
  void a_call_that_is_not_done_in_its_time_is_cancelled_at_the_server() throws Exception {
    assertEquals(
        Failure.TIMEOUT, refused("ann", CALL, tool("slow").put("timeoutMs", 200)).failure());
    toy.awaits("cancel slow");
  }

  @Test
  void who_may_not_call_a_tool_is_refused_and_the_server_hears_nothing() {
    assertEquals(Failure.FORBIDDEN, refused("few", CALL, tool("secret")).failure());
    assertEquals(Failure.NOT_FOUND, refused("eve", CALL, tool("echo")).failure());
    assertTrue(toy.heard.isEmpty(), toy.heard::toString);
  }

  @Test
  void nobody_calls_on_behalf_of_no_one() {
    Future<JsonObject> asked = one.asNobody(CALL, tool("echo").put("server", DeskNode.TOY));
    assertEquals(Failure.UNAUTHENTICATED, refused(asked).failure());
  }

  @Test
  void a_list_holds_what_its_caller_may_use() throws Exception {
    assertEquals(
        1,
        one.ask("few", Addresses.QUERY_TOOL_LIST, new JsonObject()).getJsonArray("tools").size());
    assertEquals(
        2,
        one.ask("ann", Addresses.QUERY_TOOL_LIST, new JsonObject()).getJsonArray("tools").size());
  }

  @Test
  void what_a_server_does_not_have_is_an_empty_list() throws Exception {
    assertTrue(
        one.ask("ann", Addresses.QUERY_PROMPT_LIST, new JsonObject())
            .getJsonArray("prompts")
            .isEmpty());
  }

  @Test
  void a_detached_call_is_followed_on_any_node_to_its_end() throws Exception {
    String call = run("ann", "slow");
    ToyServer.Toy flight = toy.flight("slow");
    flight.progress(3);
    Waiting.until(
        "progress is shown",
        LIMIT,
        () ->
            two.ask("ann", GET, named(call))
                .getJsonObject("progress", new JsonObject())
                .getInteger("progress", 0)
                .equals(3));
    flight.answer("{\"content\":[]}");
    JsonObject last = awaitState(two, call, "finished");
    assertEquals(new JsonObject("{\"content\":[]}"), last.getJsonObject("result"));
    assertEquals(new JsonObject().put("a", 1), last.getJsonObject("arguments"));
    assertEquals("ok", last.getString("outcome"));
  }

  @Test
  void every_detached_call_is_told_without_a_word_of_what_it_says() throws Exception {
    String call = run("ann", "slow");
    ToyServer.Toy flight = toy.flight("slow");
    flight.say(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
            + "{\"progressToken\":\"x\",\"progress\":1,\"message\":\"hush\"}}");
    Waiting.until("it is told", LIMIT, () -> events.size() >= 2);
    flight.answer("{\"content\":[{\"type\":\"text\",\"text\":\"hush\"}]}");
    Waiting.until("its end is told", LIMIT, () -> events.size() >= 3);
    assertEquals(
        List.of("mcp_call_started", "mcp_call_progress", "mcp_call_finished"),
        events.stream().map(event -> event.getString("type")).toList());
    events.forEach(event -> assertEquals(call, event.getJsonObject("data").getString("call")));
    assertFalse(events.toString().contains("hush"));
  }

  @Test
  void who_looks_again_gets_what_is_new() throws Exception {
    String call = run("ann", "slow");
    ToyServer.Toy flight = toy.flight("slow");
    log(flight, "first");
    flight.settle();
    JsonObject before = one.ask("ann", GET, named(call));
    log(flight, "second");
    flight.settle();
    JsonObject after = one.ask("ann", GET, named(call).put("after", before.getLong("revision")));
    assertEquals(1, before.getJsonArray("entries").size());
    assertEquals(1, after.getJsonArray("entries").size());
    assertEquals("second", after.getJsonArray("entries").getJsonObject(0).getString("data"));
    assertFalse(after.containsKey("arguments"));
  }

  @Test
  void of_a_tool_that_says_very_much_some_is_kept_and_the_rest_is_counted() throws Exception {
    String call = run("ann", "slow");
    ToyServer.Toy flight = toy.flight("slow");
    for (int i = 0; i < 5_000; i++) {
      log(flight, "line " + i);
    }
    flight.settle();
    JsonObject shown = one.ask("ann", GET, named(call));
    int kept = shown.getJsonArray("entries").size();
    assertTrue(kept <= Transcript.MOST_ENTRIES, "" + kept);
    assertEquals(5_000, kept + shown.getInteger("dropped"));
    flight.answer("{}");
    awaitState(one, call, "finished");
  }

  private static void log(ToyServer.Toy flight, String text) {
    flight.say(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":"
            + "{\"level\":\"info\",\"data\":\""
            + text
            + "\"}}");
  }

  @Test
  void a_call_is_cancelled_at_the_server_from_any_node() throws Exception {
    String call = run("ann", "slow");
    toy.flight("slow");
    assertTrue(two.ask("ann", Addresses.COMMAND_TOOL_CANCEL, named(call)).getBoolean("cancelled"));
    toy.awaits("cancel slow");
    assertEquals("cancelled", one.ask("ann", GET, named(call)).getString("state"));
    assertFalse(one.ask("ann", Addresses.COMMAND_TOOL_CANCEL, named(call)).getBoolean("cancelled"));
  }

  @Test
  void a_question_is_answered_by_its_user_from_any_node() throws Exception {
    String call = run("ann", "slow");
    toy.flight("slow").elicit("7");
    JsonObject asked = awaitState(two, call, "asking");
    JsonObject question = asked.getJsonArray("questions").getJsonObject(0);
    assertEquals("name?", question.getString("message"));
    JsonObject answer =
        named(call)
            .put("question", question.getString("question"))
            .put("action", "accept")
            .put("content", new JsonObject().put("name", "Ann"));
    two.ask("ann", Addresses.COMMAND_TOOL_ANSWER, answer);
    toy.awaits("\"id\":7,\"result\":{\"action\":\"accept\",\"content\":{\"name\":\"Ann\"}}");
    assertEquals("running", one.ask("ann", GET, named(call)).getString("state"));
    assertEquals(Failure.CONFLICT, refused("ann", Addresses.COMMAND_TOOL_ANSWER, answer).failure());
  }

  @Test
  void what_a_page_cannot_give_is_refused_and_said() throws Exception {
    String call = run("ann", "slow");
    toy.flight("slow")
        .say("{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"sampling/createMessage\",\"params\":{}}");
    toy.awaits("\"id\":8,\"error\":{\"code\":-32601");
    assertTrue(
        one.ask("ann", GET, named(call)).getJsonArray("entries").encode().contains("refused"));
  }

  @Test
  void a_call_that_nobody_watches_is_not_asked_for_ever() throws Exception {
    Future<JsonObject> waiting = one.asking("ann", CALL, tool("slow").put("server", DeskNode.TOY));
    toy.flight("slow").elicit("9");
    toy.awaits("\"id\":9,\"result\":{\"action\":\"cancel\"}");
    toy.flight("slow").answer("{}");
    DeskNode.get(waiting);
  }

  @Test
  void another_user_neither_sees_nor_stops_nor_answers() throws Exception {
    String call = run("ann", "slow");
    toy.flight("slow").elicit("7");
    awaitState(one, call, "asking");
    JsonObject answer = named(call).put("question", "1").put("action", "accept");
    assertEquals(Failure.NOT_FOUND, refused("bob", GET, named(call)).failure());
    assertEquals(
        Failure.NOT_FOUND, refused("bob", Addresses.COMMAND_TOOL_CANCEL, named(call)).failure());
    assertEquals(
        Failure.NOT_FOUND, refused("bob", Addresses.COMMAND_TOOL_ANSWER, answer).failure());
    assertTrue(
        one.ask("bob", Addresses.QUERY_CALL_LIST, new JsonObject())
            .getJsonArray("calls")
            .isEmpty());
  }

  @Test
  void the_history_is_that_of_all_nodes_newest_first() throws Exception {
    String first = run("ann", "echo");
    String second = two.ask("ann", CALL, tool("echo").put("detached", true)).getString("call");
    awaitState(one, first, "finished");
    awaitState(one, second, "finished");
    assertEquals(
        List.of(second, first),
        one.ask("ann", Addresses.QUERY_CALL_LIST, new JsonObject()).getJsonArray("calls").stream()
            .map(call -> ((JsonObject) call).getString("call"))
            .toList());
  }

  @Test
  void who_may_not_call_it_any_more_loses_what_runs() throws Exception {
    String call = run("ann", "slow");
    toy.flight("slow");
    users.put("ann", List.of("echo"));
    toy.awaits("cancel slow");
    assertEquals("policy", awaitState(one, call, "failed").getString("outcome"));
  }

  @Test
  void a_call_whose_node_is_gone_is_said_to_be_lost() throws Exception {
    String call = run("ann", "slow");
    toy.flight("slow");
    Waiting.until("the other node heard of it", LIMIT, () -> !events.isEmpty());
    members.gone(one);
    JsonObject lost = awaitState(two, call, "lost");
    assertTrue(lost.getJsonObject("error").getString("message").contains("not known"));
    Waiting.until(
        "its end is told",
        LIMIT,
        () ->
            events.stream()
                .anyMatch(event -> "lost".equals(event.getJsonObject("data").getString("state"))));
    assertEquals(
        Failure.CONFLICT,
        refused(two.asking("ann", Addresses.COMMAND_TOOL_CANCEL, named(call))).failure());
  }

  @Test
  void a_node_that_closes_stops_what_it_runs_and_says_so() throws Exception {
    String call = run("ann", "slow");
    toy.flight("slow");
    DeskNode.get(one.close());
    toy.awaits("cancel slow");
    toy.awaits("closed");
    assertEquals("lost", two.ask("ann", GET, named(call)).getString("state"));
  }

  @Test
  void a_server_that_dies_is_said_to_have_maybe_done_it() throws Exception {
    String call = run("ann", "slow");
    toy.flight("slow");
    toy.die(true);
    JsonObject failed = awaitState(one, call, "failed");
    assertTrue(failed.getJsonObject("error").getString("message").contains("not known"));
    assertTrue(failed.getJsonObject("error").getBoolean("ours"));
  }

  @Test
  void what_certainly_was_not_read_is_sent_again() throws Exception {
    one.ask("ann", CALL, tool("echo"));
    Future<JsonObject> waiting = one.asking("ann", CALL, tool("slow").put("server", DeskNode.TOY));
    toy.flight("slow");
    toy.die(false);
    toy.flight("slow").answer("{}");
    DeskNode.get(waiting);
  }

  @Test
  void the_end_of_a_detached_call_is_noted_for_the_audit() throws Exception {
    awaitState(one, run("ann", "echo"), "finished");
    List<AuditEntry> noted = one.trail.take(10);
    assertEquals(1, noted.size());
    assertEquals("call.finished", noted.get(0).action());
    assertEquals("ok", noted.get(0).outcome());
    assertEquals("echo", noted.get(0).tool());
  }

  @Test
  void a_time_that_is_none_starts_nothing() {
    assertEquals(
        Failure.BAD_REQUEST,
        refused("ann", CALL, tool("slow").put("detached", true).put("timeoutMs", 0)).failure());
    assertTrue(toy.heard.isEmpty(), toy.heard::toString);
  }

  @Test
  void one_user_has_so_many_under_way_and_no_more() throws Exception {
    for (int i = 0; i < Runs.MOST_AT_ONCE_OF_ONE; i++) {
      run("ann", "slow");
    }
    assertEquals(
        Failure.LIMITED, refused("ann", CALL, tool("slow").put("detached", true)).failure());
    run("bob", "slow");
  }

  @Test
  void a_long_result_is_fetched_in_pieces() throws Exception {
    String text = "\u00e4\uD83D\uDE00".repeat(150_000);
    String call = run("ann", "slow");
    toy.flight("slow").answer(new JsonObject().put("text", text).encode());
    JsonObject last = awaitState(two, call, "finished");
    assertFalse(last.containsKey("result"));
    StringBuilder all = new StringBuilder();
    for (Integer from = 0; from != null; ) {
      JsonObject piece = two.ask("ann", GET, named(call).put("from", from));
      all.append(piece.getString("piece"));
      from = piece.getInteger("next");
    }
    assertEquals(last.getInteger("resultChars"), all.length());
    assertEquals(text, new JsonObject(all.toString()).getString("text"));
  }

  @Test
  void a_resource_that_changed_is_told_without_its_name() throws Exception {
    JsonObject uri = new JsonObject().put("uri", "demo://secret");
    String subscription =
        one.ask("ann", Addresses.COMMAND_RESOURCE_SUBSCRIBE, uri).getString("subscription");
    updated("demo://other");
    updated("demo://secret");
    Waiting.until("it is told", LIMIT, () -> !updates().isEmpty());
    assertEquals(1, updates().size());
    assertEquals(subscription, updates().get(0).getJsonObject("data").getString("subscription"));
    assertFalse(events.toString().contains("demo://"));
    assertTrue(one.ask("ann", Addresses.COMMAND_RESOURCE_UNSUBSCRIBE, uri).getBoolean("ended"));
    toy.awaits("resources/unsubscribe");
  }

  private List<JsonObject> updates() {
    return events.stream()
        .filter(event -> event.getString("type").equals("mcp_resource_updated"))
        .toList();
  }

  private void updated(String uri) {
    toy.shout(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\""
            + uri
            + "\"}}");
  }

  @Test
  void a_subscription_lives_on_when_its_server_comes_back() throws Exception {
    JsonObject uri = new JsonObject().put("uri", "demo://a");
    one.ask("ann", Addresses.COMMAND_RESOURCE_SUBSCRIBE, uri);
    toy.heard.clear();
    toy.die(true);
    toy.awaits("resources/subscribe");
    Waiting.until("what happened meanwhile is not known", LIMIT, () -> !updates().isEmpty());
  }

  @Test
  void who_may_not_read_a_resource_does_not_hear_of_it() {
    assertEquals(
        Failure.FORBIDDEN,
        refused(
                "few",
                Addresses.COMMAND_RESOURCE_SUBSCRIBE,
                new JsonObject().put("uri", "demo://a"))
            .failure());
  }
}
