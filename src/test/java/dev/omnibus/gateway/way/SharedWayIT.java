package dev.omnibus.gateway.way;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.coordinator.TestNode;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.Peers;
import dev.omnibus.mcp.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several agents on one process, over ways on the owner's own node. */
class SharedWayIT {

  private static final Vertx VERTX = Vertx.vertx();
  private static final String SLOWLY = "trigger-long-running-operation";
  private static WayNode node;

  @BeforeAll
  static void start() {
    JsonObject plain = new JsonObject();
    TestNode alone =
        TestNode.alone(VERTX)
            .start(
                WayNode.spec("everything", Peers.everythingStdio(), plain),
                WayNode.spec("modern", Peers.modernStdio("reject"), plain),
                WayNode.spec("exits", Peers.odd("exits-on-list"), plain),
                WayNode.spec("reports", Peers.odd("reports-cancel"), plain),
                WayNode.spec("teller", Peers.odd("tells"), plain));
    node = WayNode.of(alone);
    TestNode.until(() -> alone.board.all().size() == 5);
  }

  @AfterAll
  static void stop() {
    node.node().stop();
    Wait.on(VERTX.close());
  }

  @Test
  void a_request_comes_back_under_its_own_id_and_with_its_own_bytes() {
    Agent agent = node.agent("everything");
    assertEquals(Era.LEGACY, agent.way().era());
    String big = "{\"message\":\"9007199254740993\"}";
    String reply = agent.call("9007199254740993", "echo", big).reply();
    assertTrue(reply.contains("\"id\":9007199254740993"), reply);
    assertTrue(reply.contains("Echo: 9007199254740993"), reply);
    agent.close();
  }

  @Test
  void two_agents_with_the_same_id_get_each_their_own_answer() {
    Agent one = node.agent("everything");
    Agent two = node.agent("everything");
    Heard slow = one.call("1", SLOWLY, "{\"duration\":0.5,\"steps\":1}");
    Heard quick = two.call("1", "echo", "{\"message\":\"quick\"}");
    Heard text = two.call("\"1\"", "echo", "{\"message\":\"text\"}");
    assertTrue(quick.reply().contains("Echo: quick"));
    assertTrue(text.reply().contains("\"id\":\"1\""), text.reply());
    assertTrue(slow.reply().contains("Long running operation completed"));
    one.close();
    two.close();
  }

  @Test
  void two_agents_with_the_same_progress_token_see_each_their_own_progress() {
    Agent one = node.agent("everything");
    Agent two = node.agent("everything");
    String meta = ",\"_meta\":{\"progressToken\":1}";
    Heard first = one.ask(Agent.request("7", SLOWLY, "{\"duration\":0.4,\"steps\":4}", meta));
    Heard second = two.ask(Agent.request("7", SLOWLY, "{\"duration\":0.2,\"steps\":2}", meta));
    assertTrue(first.reply().contains("Steps: 4"));
    assertTrue(second.reply().contains("Steps: 2"));
    assertEquals(4, first.messages.size());
    assertEquals(2, second.messages.size());
    assertEquals("1", first.messages.get(0).raw("params", "progressToken"));
    assertEquals("4", first.messages.get(0).raw("params", "total"));
    one.close();
    two.close();
  }

  @Test
  void the_modern_era_goes_over_stdio_too() {
    Agent agent = node.agent("modern");
    assertEquals(Era.MODERN, agent.way().era());
    String meta =
        ",\"_meta\":{\"progressToken\":\"p\",\"io.modelcontextprotocol/protocolVersion\":"
            + "\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";
    Heard heard = agent.ask(Agent.request("\"a\"", "count", "{\"to\":3}", meta));
    assertTrue(heard.reply().contains("\"id\":\"a\""), heard.reply());
    assertEquals(3, heard.messages.size());
    assertEquals("\"p\"", heard.messages.get(2).raw("params", "progressToken"));
    agent.close();
  }

  @Test
  void an_exit_in_mid_call_fails_it_at_once_and_says_that_it_was_sent() {
    Agent agent = node.agent("exits");
    long generation = agent.with(Way::generation);
    Heard heard = agent.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
    assertThrows(McpException.class, heard::reply);
    assertTrue(heard.sent);
    // The same way goes on with the next process.
    Heard again = agent.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
    assertTrue(again.reply().contains("\"result\""));
    assertTrue(agent.with(Way::generation) > generation);
    agent.close();
  }

  @Test
  void a_cancelled_request_is_cancelled_at_the_server_under_its_own_number() {
    Agent agent = node.agent("reports");
    Heard heard = new Heard();
    Flight flight =
        agent.ask(
            "{\"jsonrpc\":\"2.0\",\"id\":\"mine\",\"method\":\"tools/list\"}", heard, Agent.SOON);
    agent.with(
        way -> {
          flight.cancel("enough");
          return 0;
        });
    Wait.until(() -> !agent.heard.isEmpty());
    assertEquals("enough", agent.heard.get(0).text("params", "reason"));
    assertTrue(agent.heard.get(0).raw("params", "requestId").matches("\\d+"));
    assertFalse(heard.isOver());
    agent.close();
  }

  @Test
  void a_deadline_that_passes_cancels_at_the_server() {
    Agent agent = node.agent("reports");
    Heard heard = new Heard();
    agent.ask(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", heard, Duration.ofMillis(50));
    BusException late = assertThrows(BusException.class, heard::reply);
    assertEquals(Failure.TIMEOUT, late.failure());
    assertTrue(heard.sent);
    Wait.until(() -> !agent.heard.isEmpty());
    agent.close();
  }

  @Test
  void a_slow_agent_costs_bounded_memory_and_holds_up_nobody_else() {
    Agent slow = node.agent("teller");
    Agent quick = node.agent("teller");
    Heard flood = new Heard();
    Flight flight = slow.ask(flood(1_000, 10_000), flood, Agent.SOON);
    slow.with(
        way -> {
          flight.pause();
          return 0;
        });
    for (int i = 0; i < 20; i++) {
      assertTrue(quick.call("1", "who", "{}").reply().contains("pid"));
    }
    long before = bytes(flood);
    assertFalse(flood.isOver());
    slow.with(
        way -> {
          flight.resume();
          return 0;
        });
    assertTrue(flood.reply().contains("1000"));
    // Of ten megabytes, what the owner kept: a megabyte, and what had left it already.
    assertTrue(bytes(flood) - before < 5_000_000, () -> "kept " + (bytes(flood) - before));
    slow.close();
    quick.close();
  }

  private static String flood(int count, int size) {
    String arguments = "{\"count\":" + count + ",\"size\":" + size + "}";
    return Agent.request("1", "flood", arguments, ",\"_meta\":{\"progressToken\":1}");
  }

  private static long bytes(Heard heard) {
    return heard.messages.stream().mapToLong(m -> m.bytes().length()).sum();
  }

  @Test
  void a_cancelled_request_that_waits_leaves_nothing_at_the_owner() {
    Agent agent = node.agent("teller");
    Heard flood = new Heard();
    Flight flight = agent.ask(flood(100, 1_000), flood, Agent.SOON);
    agent.with(
        way -> {
          flight.pause();
          flight.cancel("enough");
          return 0;
        });
    assertTrue(agent.call("2", "who", "{}").reply().contains("pid"));
    assertFalse(flood.isOver());
    agent.close();
  }

  @Test
  void a_line_that_is_no_message_does_not_end_the_session() {
    Agent agent = node.agent("teller");
    long generation = agent.with(Way::generation);
    assertTrue(agent.call("1", "babble", "{}").reply().contains("said"));
    assertTrue(agent.call("2", "who", "{}").reply().contains("pid"));
    assertEquals(generation, agent.with(Way::generation));
    agent.close();
  }

  @Test
  void what_the_agent_cancels_by_its_own_id_is_cancelled_under_that_of_the_session() {
    Agent agent = node.agent("reports");
    Heard heard = agent.ask("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"tools/list\"}");
    agent.post(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
            + "\"x\",\"reason\":\"no more\"}}");
    assertThrows(McpException.class, heard::reply);
    Wait.until(() -> !agent.heard.isEmpty());
    assertTrue(agent.heard.get(0).raw("params", "requestId").matches("\\d+"));
    agent.close();
  }

  @Test
  void nothing_is_left_when_all_agents_have_gone() {
    Agent agent = node.agent("everything");
    agent.call("1", SLOWLY, "{\"duration\":60,\"steps\":1}");
    agent.close();
    assertThrows(Exception.class, () -> agent.post("{\"jsonrpc\":\"2.0\",\"method\":\"x\"}"));
  }
}
