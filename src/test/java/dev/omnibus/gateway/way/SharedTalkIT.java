package dev.omnibus.gateway.way;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.coordinator.TestNode;
import dev.omnibus.mcp.Peers;
import dev.omnibus.mcp.Wait;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a shared process says and asks by itself, and which agent hears it. */
class SharedTalkIT {

  private static final Vertx VERTX = Vertx.vertx();
  private static final String ASK = "trigger-elicitation-request";
  private static final String SLOWLY = "trigger-long-running-operation";
  private static final String ASKS_BACK = "{\"elicitation\":{},\"sampling\":{}}";
  private static WayNode node;

  @BeforeAll
  static void start() {
    TestNode alone =
        TestNode.alone(VERTX)
            .start(
                WayNode.spec("everything", Peers.everythingStdio(), new JsonObject()),
                WayNode.spec("teller", Peers.odd("tells"), new JsonObject()));
    node = WayNode.of(alone);
    TestNode.until(() -> alone.board.all().size() == 2);
  }

  @AfterAll
  static void stop() {
    node.node().stop();
    Wait.on(VERTX.close());
  }

  @Test
  void a_question_reaches_the_agent_whose_call_caused_it_and_its_answer_the_server() {
    Agent idle = node.agent("everything", null, ASKS_BACK);
    Agent busy = node.agent("everything", null, ASKS_BACK);
    Heard call = busy.call("1", ASK, "{}");
    Wait.until(() -> !call.messages.isEmpty());
    Envelope question = call.messages.get(0);
    assertEquals("elicitation/create", question.method());
    busy.post(accepted(question.id()));
    String reply = call.reply();
    assertTrue(reply.contains("Ann"), reply);
    assertTrue(idle.heard.stream().noneMatch(m -> m.type() == Envelope.Type.REQUEST));
    idle.close();
    busy.close();
  }

  private static String accepted(String id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"result\":{\"action\":\"accept\",\"content\":{\"name\":\"Ann\"}}}";
  }

  @Test
  void an_answer_by_another_agent_is_nobodys() {
    Agent busy = node.agent("everything", null, ASKS_BACK);
    Agent thief = node.agent("everything", null, ASKS_BACK);
    Heard call = busy.call("1", ASK, "{}");
    Wait.until(() -> !call.messages.isEmpty());
    String id = call.messages.get(0).id();
    thief.post(accepted(id).replace("Ann", "Eve"));
    busy.post(accepted(id));
    String reply = call.reply();
    assertTrue(reply.contains("Ann") && !reply.contains("Eve"), reply);
    busy.close();
    thief.close();
  }

  @Test
  void a_question_that_two_could_be_meant_by_is_refused() {
    Agent other = node.agent("everything", null, ASKS_BACK);
    Agent busy = node.agent("everything", null, ASKS_BACK);
    Heard slow = other.call("1", SLOWLY, "{\"duration\":0.8,\"steps\":1}");
    Heard call = busy.call("1", ASK, "{}");
    assertTrue(call.reply().contains("which agent is meant"), call::reply);
    assertTrue(slow.reply().contains("completed"));
    assertTrue(call.messages.isEmpty() && slow.messages.isEmpty());
    other.close();
    busy.close();
  }

  @Test
  void a_question_to_an_agent_that_cannot_answer_it_is_refused() {
    Agent agent = node.agent("everything", null, "{}");
    Heard call = agent.call("1", ASK, "{}");
    assertTrue(call.reply().contains("does not offer elicitation/create"), call::reply);
    agent.close();
  }

  @Test
  void an_agent_that_leaves_a_question_open_lets_the_server_know() {
    Agent leaver = node.agent("teller", null, ASKS_BACK);
    Heard call = leaver.call("1", "ask", "{}");
    Wait.until(() -> !call.messages.isEmpty());
    Agent watcher = node.agent("teller");
    leaver.close();
    Wait.until(() -> told(watcher, "notifications/answered") != null);
    String answer = told(watcher, "notifications/answered").bytes().toString();
    assertTrue(answer.contains("the agent has gone"), answer);
    watcher.close();
  }

  private static Envelope told(Agent agent, String method) {
    return agent.heard.stream().filter(m -> m.method().equals(method)).findFirst().orElse(null);
  }

  @Test
  void each_agent_hears_the_log_from_its_own_level_on() {
    Agent loud = node.agent("teller");
    Agent calm = node.agent("teller");
    loud.ask(level("debug")).reply();
    calm.ask(level("error")).reply();
    loud.call("2", "log", "{}").reply();
    Wait.until(() -> count(loud, "notifications/message") == 3);
    loud.call("3", "levels", "{}").reply();
    Wait.until(() -> told(calm, "notifications/levels") != null);
    assertEquals(1, count(calm, "notifications/message"));
    // The server was asked for the least grave of both, once.
    assertTrue(told(calm, "notifications/levels").raw("params", "all").endsWith("\"debug\"]"));
    loud.close();
    calm.close();
  }

  private static long count(Agent agent, String method) {
    return agent.heard.stream().filter(m -> m.method().equals(method)).count();
  }

  private static String level(String word) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"logging/setLevel\",\"params\":{\"level\":\""
        + word
        + "\"}}";
  }

  @Test
  void a_resource_is_followed_as_long_as_one_agent_follows_it() {
    Agent one = node.agent("teller");
    Agent two = node.agent("teller");
    Agent three = node.agent("teller");
    one.ask(follow("subscribe", "test://a")).reply();
    two.ask(follow("subscribe", "test://a")).reply();
    one.ask(follow("unsubscribe", "test://a")).reply();
    three.call("2", "update", "{}").reply();
    Wait.until(() -> count(two, "notifications/resources/updated") == 1);
    two.close();
    Wait.until(
        () -> {
          Heard update = three.call("3", "update", "{}");
          return update.reply().contains("\"followed\":0");
        });
    assertEquals(0, count(one, "notifications/resources/updated"));
    assertEquals(0, count(three, "notifications/resources/updated"));
    one.close();
    three.close();
  }

  private static String follow(String what, String uri) {
    return "{\"jsonrpc\":\"2.0\",\"id\":\"s\",\"method\":\"resources/"
        + what
        + "\",\"params\":{\"uri\":\""
        + uri
        + "\"}}";
  }

  @Test
  void a_restarted_process_is_told_levels_and_subscriptions_again() {
    Agent agent = node.agent("teller");
    long generation = agent.with(Way::generation);
    agent.ask(level("warning")).reply();
    agent.ask(follow("subscribe", "test://b")).reply();
    Heard dying = agent.call("1", "die", "{}");
    Wait.until(dying::isOver);
    Wait.until(() -> agent.with(Way::generation) > generation);
    Wait.until(() -> agent.call("2", "update", "{}").reply().contains("\"followed\":1"));
    agent.call("3", "levels", "{}").reply();
    Wait.until(() -> told(agent, "notifications/levels") != null);
    assertEquals("[\"warning\"]", told(agent, "notifications/levels").raw("params", "all"));
    agent.close();
  }

  @Test
  void a_task_is_its_agents_alone_on_whatever_way_it_comes() {
    Agent mine = node.agent("everything", "s1", ASKS_BACK);
    Agent others = node.agent("everything", "s2", ASKS_BACK);
    String begin =
        Agent.request(
            "1", "simulate-research-query", "{\"topic\":\"ways\"}", ",\"task\":{\"ttl\":60000}");
    Envelope begun = Envelope.of(mine.ask(begin).reply());
    String task = begun.raw("result", "task", "taskId");
    String look = task("tasks/get", "{\"taskId\":" + task + "}");
    assertTrue(others.ask(look).reply().contains("no such task"));
    assertEquals(
        "[]", Envelope.of(others.ask(task("tasks/list", "{}")).reply()).raw("result", "tasks"));
    mine.close();
    Agent back = node.agent("everything", "s1", ASKS_BACK);
    assertTrue(back.ask(look).reply().contains("\"status\""));
    assertTrue(back.ask(task("tasks/list", "{}")).reply().contains(task));
    back.close();
    others.close();
  }

  @Test
  void whom_nothing_tells_from_others_gets_no_task() {
    Agent anybody = node.anybody("everything", ASKS_BACK);
    String begin =
        Agent.request(
            "1", "simulate-research-query", "{\"topic\":\"ways\"}", ",\"task\":{\"ttl\":60000}");
    assertNull(Envelope.of(anybody.ask(begin).reply()).at("result", "task"));
    Agent mine = node.agent("everything", "s3", ASKS_BACK);
    String task = Envelope.of(mine.ask(begin).reply()).raw("result", "task", "taskId");
    String look = task("tasks/get", "{\"taskId\":" + task + "}");
    assertTrue(anybody.ask(look).reply().contains("no such task"));
    assertEquals(
        "[]", Envelope.of(anybody.ask(task("tasks/list", "{}")).reply()).raw("result", "tasks"));
    anybody.close();
    mine.close();
  }

  @Test
  void a_question_beside_two_calls_of_callers_that_look_alike_is_refused() {
    Agent crowd = node.agent("everything", null, ASKS_BACK);
    Heard slow = crowd.call("1", SLOWLY, "{\"duration\":2,\"steps\":2}");
    Heard asks = crowd.call("2", ASK, "{}");
    String reply = asks.reply();
    assertTrue(reply.contains("which agent is meant"), reply);
    slow.reply();
    assertTrue(slow.messages.stream().noneMatch(m -> m.type() == Envelope.Type.REQUEST));
    crowd.close();
  }

  private static String task(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
  }
}
