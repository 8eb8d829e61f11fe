package dev.omnibus.gateway.way;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.coordinator.Specs;
import dev.omnibus.coordinator.TestNode;
import dev.omnibus.mcp.Peers;
import dev.omnibus.mcp.Wait;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each agent with a process of its own. */
class OwnWayIT {

  private static final Vertx VERTX = Vertx.vertx();
  private static final JsonObject TWO =
      new JsonObject().put("sessions", "own").put("maxSessions", 2);
  private static final JsonObject MANY = new JsonObject().put("sessions", "own");

  @TempDir static Path allowed;

  private static WayNode node;

  @BeforeAll
  static void start() throws Exception {
    Path inside = Files.createDirectory(allowed.resolve("inside"));
    ServerSpec[] specs = {
      WayNode.spec("teller", Peers.odd("tells"), MANY),
      WayNode.spec("two", Peers.odd("tells"), TWO),
      WayNode.spec("everything", Peers.everythingStdio(), MANY),
      WayNode.spec("files", Peers.filesystemStdio(inside), MANY)
    };
    TestNode alone = TestNode.alone(VERTX).start(specs);
    node = WayNode.of(alone);
    TestNode.until(() -> alone.board.all().size() == specs.length);
  }

  @AfterAll
  static void stop() {
    node.node().stop();
    Wait.on(VERTX.close());
  }

  private static long pid(Agent agent) {
    return new JsonObject(agent.call("1", "who", "{}").reply())
        .getJsonObject("result")
        .getLong("pid");
  }

  private static boolean lives(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }

  @Test
  void two_agents_have_two_processes_and_one_agent_finds_its_own_again() {
    Agent one = node.agent("teller", "s1", "{}");
    Agent two = node.agent("teller", "s2", "{}");
    long first = pid(one);
    assertNotEquals(first, pid(two));
    one.close();
    Agent back = node.agent("teller", "s1", "{}");
    assertEquals(first, pid(back));
    node.ways().end("teller", "s1");
    node.ways().end("teller", "s2");
    Wait.until(() -> !lives(first));
    Wait.on(back.with(Way::closed));
  }

  @Test
  void what_a_server_says_to_one_agent_alone_is_in_its_log_too() {
    Agent agent = node.agent("teller", "logged", "{}");
    agent.call("1", "log", "{}");
    JsonObject query =
        new JsonObject().put("server", "teller").put("source", "mcp").put("level", "error");
    TestNode.until(
        () -> node.node().ask("query.log.tail", query).getJsonArray("lines").size() == 1);
    agent.close();
  }

  @Test
  void the_server_hears_what_this_agent_can_do() {
    Agent able = node.agent("everything", "able", "{\"roots\":{},\"elicitation\":{}}");
    Agent plain = node.agent("everything", "plain", "{}");
    String list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
    assertTrue(able.ask(list).reply().contains("trigger-elicitation-request"));
    assertTrue(!plain.ask(list).reply().contains("trigger-elicitation-request"));
    able.close();
    plain.close();
  }

  @Test
  void a_server_that_asks_for_roots_gets_those_of_its_agent() throws Exception {
    Path mine = Files.createDirectory(allowed.resolve("mine"));
    Agent agent = node.agent("files", "rooted", "{\"roots\":{\"listChanged\":true}}");
    // It asks after `initialized`, or again when they changed.
    agent.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
    Wait.until(() -> question(agent) != null);
    agent.post(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + question(agent).id()
            + ",\"result\":{\"roots\":[{\"uri\":\""
            + mine.toUri()
            + "\"}]}}");
    Wait.until(() -> agent.call("2", "list_allowed_directories", "{}").reply().contains("/mine"));
    agent.close();
  }

  private static Envelope question(Agent agent) {
    return agent.heard.stream()
        .filter(m -> "roots/list".equals(m.method()))
        .findFirst()
        .orElse(null);
  }

  @Test
  void there_are_no_more_than_allowed_and_an_idle_one_makes_room() {
    Agent one = node.agent("two", "a", "{}");
    Agent two = node.agent("two", "b", "{}");
    long first = pid(one);
    BusException full = assertThrows(BusException.class, () -> node.agent("two", "c", "{}"));
    assertEquals(Failure.LIMITED, full.failure());
    one.close();
    Wait.until(
        () -> {
          try {
            Agent three = node.agent("two", "c", "{}");
            three.close();
            return true;
          } catch (BusException stillFull) {
            return false;
          }
        });
    Wait.until(() -> !lives(first));
    two.close();
  }

  @Test
  void a_process_of_ones_own_that_died_comes_back_when_it_is_wanted() {
    Agent agent = node.agent("teller", "phoenix", "{}");
    long before = pid(agent);
    long generation = agent.with(Way::generation);
    Heard dying = agent.call("1", "die", "{}");
    Wait.until(dying::isOver);
    assertTrue(dying.sent);
    assertNotEquals(before, pid(agent));
    assertTrue(agent.with(Way::generation) > generation);
    agent.close();
  }

  @Test
  void a_new_definition_ends_the_sessions_of_the_old_one() {
    ServerSpec young =
        WayNode.spec(
            "teller", Peers.odd("tells"), MANY.copy().put("env", new JsonObject().put("A", "b")));
    Agent agent = node.agent("teller", "old", "{}");
    long before = pid(agent);
    TestNode inner = node.node();
    ServerSpec[] all =
        inner.config.servers().values().stream()
            .map(spec -> spec.name().equals("teller") ? young : spec)
            .toArray(ServerSpec[]::new);
    inner.config.apply(Specs.fleet(all));
    Wait.on(agent.with(Way::closed));
    Wait.until(() -> !lives(before));
    Wait.until(
        () -> {
          try {
            Agent again = node.agent("teller", "old", "{}");
            boolean other = pid(again) != before;
            again.close();
            return other;
          } catch (BusException notYet) {
            return false;
          }
        });
  }
}
