package dev.omnibus.gateway.way;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.Ownership;
import dev.omnibus.coordinator.TestCluster;
import dev.omnibus.coordinator.TestNode;
import dev.omnibus.mcp.Peers;
import dev.omnibus.mcp.Wait;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Agents on one node, processes on another; at the end the other one dies. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoNodesWayIT {

  private static final TestCluster CLUSTER = new TestCluster();
  private static WayNode near;
  private static TestNode far;
  private static String everything;
  private static String teller;

  @BeforeAll
  static void start() {
    TestNode a = CLUSTER.node("a");
    far = CLUSTER.node("b");
    TestNode.until(() -> a.membership.live().size() == 2 && far.membership.live().size() == 2);
    everything = ownedBy(far, "everything");
    teller = ownedBy(far, "teller");
    ServerSpec[] specs = {
      WayNode.spec(everything, Peers.everythingStdio(), new JsonObject()),
      WayNode.spec(teller, Peers.odd("tells"), new JsonObject())
    };
    far.start(specs);
    a.start(specs);
    String owner = far.id.toString();
    TestNode.until(
        () ->
            a.board.all().stream().filter(s -> s.claim().owner().equals(owner)).count()
                == specs.length);
    near = WayNode.of(a);
  }

  /** A name that falls to this node. */
  private static String ownedBy(TestNode node, String kind) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> kind + i)
        .filter(name -> Ownership.owns(node.id, name, node.membership.live()))
        .findFirst()
        .orElseThrow();
  }

  @AfterAll
  static void stop() {
    near.node().stop();
    CLUSTER.close();
  }

  @Test
  @Order(1)
  void a_call_with_progress_goes_to_the_other_node_and_back() {
    Agent agent = near.agent(everything);
    String meta = ",\"_meta\":{\"progressToken\":\"t\"}";
    Heard heard =
        agent.ask(
            Agent.request(
                "1", "trigger-long-running-operation", "{\"duration\":0.3,\"steps\":3}", meta));
    assertTrue(heard.reply().contains("Steps: 3"));
    assertEquals(3, heard.messages.size());
    assertEquals("\"t\"", heard.messages.get(0).raw("params", "progressToken"));
    agent.close();
  }

  @Test
  @Order(2)
  void an_answer_of_twelve_megabytes_comes_whole_and_stalls_no_event_loop() {
    Agent agent = near.agent(teller);
    // What it works on between two ticks: on a busy machine the clock tells of others.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] longest = {0};
    long[] last = {Long.MAX_VALUE};
    long ticks =
        near.node()
            .vertx
            .setPeriodic(
                5,
                id -> {
                  long now = threads.getCurrentThreadCpuTime();
                  longest[0] = Math.max(longest[0], now - last[0]);
                  last[0] = now;
                });
    Heard heard = agent.call("1", "big", "{\"size\":12000000}");
    assertTrue(heard.reply().length() > 12_000_000);
    near.node().vertx.cancelTimer(ticks);
    assertTrue(longest[0] < TimeUnit.SECONDS.toNanos(1), () -> longest[0] / 1_000_000 + " ms");
    agent.close();
  }

  @Test
  @Order(2)
  void a_request_of_six_megabytes_arrives_whole() {
    Agent agent = near.agent(everything);
    String text = "x".repeat(6_000_000);
    assertTrue(agent.call("1", "echo", "{\"message\":\"" + text + "\"}").reply().contains(text));
    agent.close();
  }

  @Test
  @Order(3)
  void many_calls_at_once_come_back_each_to_its_own() {
    Agent agent = near.agent(everything);
    List<Heard> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(agent.call(String.valueOf(i), "echo", "{\"message\":\"m" + i + "\"}"));
    }
    for (int i = 0; i < 200; i++) {
      String reply = all.get(i).reply();
      assertTrue(reply.contains("\"id\":" + i) && reply.contains("Echo: m" + i + "\""), reply);
    }
    agent.close();
  }

  @Test
  @Order(4)
  void a_way_that_is_closed_leaves_no_channel_behind() {
    Agent agent = near.agent(everything);
    assertEquals(1, near.node().bus.channels().open());
    agent.close();
    Wait.until(() -> near.node().bus.channels().open() == 0);
    Wait.until(() -> far.bus.channels().open() == 0);
  }

  @Test
  @Order(5)
  void a_node_that_dies_fails_what_was_under_way_and_the_way_can_be_opened_anew() {
    Agent agent = near.agent(everything);
    Agent idle = near.agent(teller);
    Heard heard =
        agent.call("1", "trigger-long-running-operation", "{\"duration\":60,\"steps\":1}");
    CLUSTER.kill(far);
    BusException gone = assertThrows(BusException.class, heard::reply);
    assertEquals(Failure.UNAVAILABLE, gone.failure());
    assertTrue(heard.sent);
    Wait.on(agent.with(Way::closed));
    Wait.on(idle.with(Way::closed));
    String me = near.node().id.toString();
    TestNode.until(
        () ->
            near.node().board.all().stream().allMatch(status -> status.claim().owner().equals(me)));
    Agent again = near.agent(everything);
    assertTrue(again.call("1", "echo", "{\"message\":\"back\"}").reply().contains("back"));
    again.close();
  }
}
