package dev.omnibus.gateway.way;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.coordinator.TestNode;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.HttpEndpoint;
import dev.omnibus.mcp.Peers;
import dev.omnibus.mcp.SseEndpoint;
import dev.omnibus.mcp.Wait;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ways to servers at URLs: streamable HTTP of both eras, and HTTP+SSE over its owner. */
class HttpWayIT {

  private static final Vertx VERTX = Vertx.vertx();
  private static final Peers PEERS = new Peers();
  private static final String META =
      ",\"_meta\":{\"progressToken\":\"p\",\"io.modelcontextprotocol/protocolVersion\":"
          + "\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";
  private static WayNode node;
  private static URI elsewhere;

  @BeforeAll
  static void start() {
    SseEndpoint sse = PEERS.everythingSse();
    HttpEndpoint asking = PEERS.askingHttp();
    HttpEndpoint modern = PEERS.modernHttp("reject");
    elsewhere = PEERS.everythingHttp().url();
    HttpEndpoint legacy = PEERS.everythingHttp();
    TestNode alone =
        TestNode.alone(VERTX)
            .start(
                at("sse", "sse", sse.at().url()),
                at("asking", "http", asking.url()),
                at("modern", "http", modern.url()),
                at("legacy", "http", legacy.url()),
                at("moving", "http", legacy.url()));
    node = WayNode.of(alone);
    TestNode.until(() -> alone.board.all().size() == 5);
  }

  private static ServerSpec at(String name, String type, URI url) {
    return ServerSpec.fromJson(name, new JsonObject().put("type", type).put("url", url.toString()));
  }

  @AfterAll
  static void stop() {
    Wait.on(node.ways().close());
    node.node().stop();
    Wait.on(VERTX.close());
    PEERS.close();
  }

  @Test
  void a_server_that_moved_is_reached_where_it_is_and_not_where_it_was() {
    Agent agent = node.agent("moving");
    Heard call = agent.call("1", "trigger-long-running-operation", "{\"duration\":60,\"steps\":2}");
    Map<String, ServerSpec> fleet = new TreeMap<>(node.node().config.servers());
    fleet.put("moving", at("moving", "http", elsewhere));
    node.node().config.apply(fleet);
    Wait.until(call::isOver);
    assertTrue(agent.way().closed().isComplete());
    Agent next = node.agent("moving");
    assertTrue(next.call("2", "echo", "{\"message\":\"hi\"}").reply().contains("Echo: hi"));
    next.close();
  }

  @Test
  void an_sse_server_is_shared_like_a_process() {
    Agent one = node.agent("sse");
    Agent two = node.agent("sse");
    String meta = ",\"_meta\":{\"progressToken\":5}";
    Heard slow =
        one.ask(
            Agent.request(
                "1", "trigger-long-running-operation", "{\"duration\":0.3,\"steps\":3}", meta));
    Heard quick = two.call("1", "echo", "{\"message\":\"hi\"}");
    assertTrue(quick.reply().contains("Echo: hi"));
    assertTrue(slow.reply().contains("Steps: 3"));
    assertEquals(3, slow.messages.size());
    assertEquals("5", slow.messages.get(0).raw("params", "progressToken"));
    one.close();
    two.close();
  }

  @Test
  void a_legacy_server_asks_the_agent_of_the_way_back() {
    Agent agent = node.agent("legacy", null, "{\"elicitation\":{}}");
    assertEquals(Era.LEGACY, agent.way().era());
    Heard call = agent.call("\"q\"", "trigger-elicitation-request", "{}");
    Wait.until(() -> !call.messages.isEmpty());
    Envelope question = call.messages.get(0);
    assertEquals("elicitation/create", question.method());
    agent.post(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + question.id()
            + ",\"result\":{\"action\":\"accept\",\"content\":{\"name\":\"Ann\"}}}");
    assertTrue(call.reply().contains("Ann"), call::reply);
    agent.close();
  }

  @Test
  void what_a_legacy_server_says_by_itself_comes_on_its_stream() {
    Agent agent = node.agent("legacy");
    agent.call("1", "toggle-simulated-logging", "{}").reply();
    Wait.until(
        () -> agent.heard.stream().anyMatch(m -> m.method().equals("notifications/message")));
    agent.close();
  }

  @Test
  void a_legacy_server_that_was_restarted_gets_a_session_again() {
    Agent agent = node.agent("legacy");
    long generation = agent.with(Way::generation);
    PEERS.killLast();
    Heard lost = agent.call("1", "echo", "{\"message\":\"a\"}");
    assertThrows(RuntimeException.class, lost::reply);
    PEERS.startLastAgain();
    // The server does not know the session: that call was refused, and not carried out.
    Heard refused = agent.call("2", "echo", "{\"message\":\"b\"}");
    assertThrows(RuntimeException.class, refused::reply);
    assertTrue(!refused.sent);
    assertTrue(agent.call("3", "echo", "{\"message\":\"c\"}").reply().contains("Echo: c"));
    assertTrue(agent.with(Way::generation) > generation);
    agent.close();
  }

  @Test
  void a_modern_server_is_told_in_headers_what_the_message_says() {
    Agent agent = node.agent("modern");
    assertEquals(Era.MODERN, agent.way().era());
    Heard heard = agent.ask(Agent.request("\"a\"", "count", "{\"to\":3}", META));
    assertTrue(heard.reply().contains("\"id\":\"a\""), heard::reply);
    assertEquals(3, heard.messages.size());
    assertTrue(
        agent.ask(Agent.request("1", "gr\u00fc\u00dfe", "{}", META)).reply().contains("hallo"));
    agent.close();
  }

  @Test
  void an_argument_that_is_wanted_in_a_header_goes_there_also_before_any_list_was_seen() {
    Agent agent = node.agent("asking");
    Heard heard = agent.ask(Agent.request("1", "region", "{\"region\":\"eu-1\"}", META));
    assertTrue(heard.reply().contains("eu-1"), heard::reply);
    agent.close();
  }

  @Test
  void an_error_that_came_with_a_status_is_an_answer() {
    Agent agent = node.agent("modern");
    String none =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no/such\",\"params\":{"
            + META.substring(1)
            + "}}";
    assertTrue(agent.ask(none).reply().contains("-32601"));
    agent.close();
  }
}
