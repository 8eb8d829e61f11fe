package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Ownership;
import dev.omnibus.model.Claim;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real nodes on loopback, one small real server behind twenty names. */
class CoordinatorClusterIT {

  private static final int SERVERS = 20;

  private final Vertx vertx = Vertx.vertx();
  private final TestCluster cluster = new TestCluster();
  private TinyServer tiny;
  private ServerSpec[] specs;

  @BeforeEach
  void listen() {
    tiny = TestNode.await(TinyServer.start(vertx, 0));
    specs =
        IntStream.range(0, SERVERS)
            .mapToObj(i -> Specs.http("s" + i, tiny.port()))
            .toArray(ServerSpec[]::new);
  }

  @AfterEach
  void close() {
    cluster.close();
    TestNode.await(vertx.close());
  }

  @Test
  void each_server_has_exactly_one_session_however_many_nodes_there_are() {
    TestNode n1 = start("n1");
    TestNode n2 = start("n2");
    TestNode n3 = start("n3");
    settled(n1, n2, n3);
    TestNode.until(() -> tiny.sessions.size() == SERVERS);
    assertTrue(owners(n1).size() == 3, () -> owners(n1).toString());
  }

  @Test
  void servers_are_served_until_a_newcomer_can_take_them() {
    TestNode n1 = start("n1");
    settled(n1);
    TestNode n2 = cluster.node("n2");
    TestNode.until(() -> n1.membership.live().size() == 2);
    for (ServerSpec spec : specs) {
      assertEquals(ProbeOutcome.ANSWERED, n1.probe(spec.name(), 5_000, false).outcome());
    }
    n2.start(specs);
    settled(n1, n2);
    TestNode.until(() -> tiny.sessions.size() == SERVERS);
  }

  @Test
  void all_boards_end_equal() {
    TestNode n1 = start("n1");
    TestNode n2 = start("n2");
    settled(n1, n2);
    TestNode.until(() -> n1.board.digest().equals(n2.board.digest()));
  }

  @Test
  void a_newcomer_has_the_board_before_it_is_ready() {
    TestNode n1 = start("n1");
    settled(n1);
    TestNode n2 = start("n2");
    assertEquals(SERVERS, n2.board.digest().size());
  }

  @Test
  void what_a_board_missed_comes_with_the_next_digest() {
    TestNode n1 = start("n1");
    TestNode n2 = start("n2");
    settled(n1, n2);
    n2.board.retain(List.of());
    TestNode.until(() -> n2.board.digest().equals(n1.board.digest()));
  }

  @Test
  void a_node_that_leaves_hands_over_with_a_later_epoch() {
    TestNode n1 = start("n1");
    TestNode n2 = start("n2");
    settled(n1, n2);
    List<String> moved = ownedBy(n1, n2);
    long before = n1.board.of(moved.get(0)).orElseThrow().claim().epoch();
    cluster.leave(n2);
    settled(n1);
    TestNode.until(() -> tiny.sessions.size() == SERVERS);
    assertTrue(n1.board.of(moved.get(0)).orElseThrow().claim().epoch() > before);
  }

  @Test
  void a_node_that_dies_is_replaced_by_the_others() {
    TestNode n1 = start("n1");
    TestNode n2 = start("n2");
    TestNode n3 = start("n3");
    settled(n1, n2, n3);
    cluster.kill(n3);
    settled(n1, n2);
    TestNode.until(() -> n1.board.digest().equals(n2.board.digest()));
  }

  @Test
  void who_comes_and_goes_is_said_exactly_once() {
    TestNode n1 = start("n1");
    List<JsonObject> said = new CopyOnWriteArrayList<>();
    n1.bus.hear(Addresses.EVENT_NODE_JOINED, said::add);
    n1.bus.hear(Addresses.EVENT_NODE_LEFT, said::add);
    TestNode n2 = start("n2");
    TestNode n3 = start("n3");
    settled(n1, n2, n3);
    cluster.leave(n3);
    settled(n1, n2);
    TestNode.until(() -> said.size() >= 3);
    assertEquals(
        List.of("node_joined n2", "node_joined n3", "node_left n3"),
        said.stream()
            .map(e -> e.getString("type") + " " + e.getJsonObject("data").getString("name"))
            .toList());
  }

  @Test
  void a_forwarded_command_is_not_forwarded_again() {
    TestNode n1 = start("n1");
    TestNode n2 = start("n2");
    settled(n1, n2);
    JsonObject body = new JsonObject().put("server", ownedBy(n1, n2).get(0)).put("do", "restart");
    BusException e =
        assertThrows(
            BusException.class,
            () ->
                TestNode.await(
                    n2.bus.askNode(
                        n1.id.toString(), Addresses.CONTROL, body, null, Duration.ofSeconds(60))));
    assertEquals(Failure.UNAVAILABLE, e.failure());
  }

  private TestNode start(String name) {
    return cluster.node(name).start(specs);
  }

  /** Waits until every server is spoken for by its owner among these nodes, on all boards. */
  private static void settled(TestNode... nodes) {
    List<NodeId> live = Arrays.stream(nodes).map(node -> node.id).sorted().toList();
    for (TestNode node : nodes) {
      TestNode.until(() -> node.membership.live().equals(live));
    }
    for (TestNode node : nodes) {
      TestNode.until(() -> IntStream.range(0, SERVERS).allMatch(i -> claimed(node, "s" + i, live)));
    }
  }

  private static boolean claimed(TestNode node, String server, List<NodeId> live) {
    String owner = Ownership.owner(server, live).orElseThrow().toString();
    return node.board.of(server).filter(s -> s.claim().owner().equals(owner)).isPresent();
  }

  private static List<String> owners(TestNode node) {
    Map<String, Claim> digest = node.board.digest();
    return digest.values().stream().map(Claim::owner).distinct().toList();
  }

  private static List<String> ownedBy(TestNode here, TestNode owner) {
    return here.board.digest().entrySet().stream()
        .filter(e -> e.getValue().owner().equals(owner.id.toString()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
