package dev.omnibus.gateway.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that hop between two real nodes; the server's process is on one of them. */
@Timeout(240)
class PlaneClusterIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LONG = "trigger-long-running-operation";
  private static final String ELICIT = "trigger-elicitation-request";

  @TempDir private static Path folder;
  private static NodeProcess one;
  private static NodeProcess two;

  @BeforeAll
  static void start() throws Exception {
    one = new NodeProcess("p1", folder);
    two = new NodeProcess("p2", folder, one.clusterPort());
    String modern = Path.of("src/test/peers/modern-server.mjs").toAbsolutePath().toString();
    one.write(
        "servers.json",
        new ServersFile()
            .everything("everything")
            .stdio("modern", "node", modern, "stdio", "reject", "grows")
            .text());
    one.write("access.json", PlaneIT.access().encode());
    one.start();
    two.start();
    for (NodeProcess node : new NodeProcess[] {one, two}) {
      try (Operator operator = Operator.open(node.port(), PlaneIT.ALL)) {
        operator.awaitState("everything", "healthy", LIMIT);
        operator.awaitState("modern", "healthy", LIMIT);
      }
    }
  }

  @AfterAll
  static void stop() {
    two.close();
    one.close();
  }

  private static ToyAgent legacy() throws Exception {
    return new ToyAgent(one.port(), "everything", PlaneIT.ALL).initialize();
  }

  @Test
  void a_session_hops_between_the_nodes_with_each_request() throws Exception {
    ToyAgent ann = legacy();
    for (int i = 0; i < 6; i++) {
      NodeProcess node = i % 2 == 0 ? two : one;
      String body = ann.at(node.port()).call(i, "echo", "{\"message\":\"hop " + i + "\"}").body();
      assertTrue(body.contains("Echo: hop " + i), body);
    }
  }

  @Test
  void a_question_asked_on_one_node_is_answered_on_the_other() throws Exception {
    ToyAgent ann = legacy();
    Reading call = ann.stream(1, ELICIT, "\"arguments\":{}");
    String id = call.message("elicitation/create").getString("id");
    assertEquals(202, ann.at(two.port()).reply(id, "{\"action\":\"decline\"}").statusCode());
    assertTrue(call.answer().encode().contains("declined"));
  }

  @Test
  void a_stream_that_was_dropped_on_one_node_is_taken_up_on_the_other() throws Exception {
    ToyAgent ann = legacy();
    Reading call =
        ann.stream(
            2, LONG, "\"arguments\":{\"duration\":1,\"steps\":4},\"_meta\":{\"progressToken\":1}");
    call.message("notifications/progress");
    call.close();
    assertTrue(ann.at(two.port()).resume(call.lastId()).answer().encode().contains("completed"));
  }

  @Test
  void a_waiting_call_of_a_modern_agent_goes_on_through_another_node() throws Exception {
    ModernAgent young = new ModernAgent(one.port(), "everything", PlaneIT.ALL);
    JsonObject call = ModernAgent.call(ELICIT, new JsonObject());
    JsonObject first = young.reply("tools/call", call).getJsonObject("result");
    JsonObject reply = young.at(two.port()).reply("tools/call", PlaneIT.again(call, first));
    assertTrue(reply.encode().contains("declined"), reply.encode());
    assertEquals("m-1", reply.getString("id"));
  }

  @Test
  void what_a_modern_server_has_more_is_known_on_both_nodes_and_told_to_who_listens()
      throws Exception {
    ToyAgent all = new ToyAgent(one.port(), "", PlaneIT.ALL).initialize();
    Reading stream = all.listen();
    Reading other = all.at(two.port()).initialize().listen();
    ToyAgent ann = new ToyAgent(two.port(), "modern", PlaneIT.ALL).initialize();
    String body = ann.call(1, "grow", "{\"name\":\"fresh\"}").body();
    assertTrue(body.contains("grown"), body);
    stream.message("notifications/tools/list_changed");
    other.message("notifications/tools/list_changed");
    for (NodeProcess node : new NodeProcess[] {one, two}) {
      String list = all.at(node.port()).ask(2, "tools/list", "{}").body();
      assertTrue(list.contains("\"modern__fresh\""), list);
    }
  }

  @Test
  void an_end_on_one_node_is_the_end_on_the_other() throws Exception {
    ToyAgent ann = legacy();
    ann.at(two.port()).call(3, "echo", "{\"message\":\"x\"}");
    ann.delete();
    Waiting.until(
        "the other node hears it",
        LIMIT,
        () -> ann.at(two.port()).call(4, "echo", "{\"message\":\"x\"}").statusCode() == 404);
  }
}
