package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.bus.Addresses;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A limit of a user is one limit, however many nodes there are. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SocketLimitsClusterIT {

  private static final String PATH = "/eventbus/websocket";
  private static final int BURST = 20;
  @TempDir static Path data;
  private static BridgeCluster cluster;
  private static TestNode one;
  private static TestNode two;

  @BeforeAll
  static void start() {
    JsonObject limits =
        new JsonObject()
            .put("tickMs", 50)
            .put("socketsPerUser", 3)
            .put("requestsPerSecond", 1)
            .put("requestBurst", BURST);
    cluster = new BridgeCluster();
    one = cluster.node("n1", data, limits);
    two = cluster.node("n2", data, limits);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  @Order(1)
  void a_block_or_a_change_of_roles_told_by_one_node_closes_sockets_on_the_other() {
    for (String why : List.of("blocked", "role_change")) {
      TestSocket there = TestSocket.bus(two, "bob");
      one.access().events().revoked("bob", null, why);
      assertEquals(4403, there.closeCode());
    }
  }

  @Test
  @Order(1)
  void whoever_signs_out_on_one_node_is_out_on_the_other_and_other_sessions_stay() {
    for (TestNode node : List.of(one, two)) {
      TestNode.await(node.access().tokens().sync());
    }
    String token = two.token("ann");
    TestSocket there = TestNode.await(TestSocket.attempt(two, PATH, bearer(token)));
    TestSocket another = TestSocket.bus(two, "ann");
    TestNode.await(one.access().tokens().end(token));
    assertEquals(4401, there.closeCode());
    another.send("{\"type\":\"ping\"}").next("pong");
    another.close();
  }

  @Test
  @Order(1)
  void sockets_add_nothing_to_what_the_cluster_knows() {
    long before = cluster.registrations(one);
    List<TestSocket> sockets =
        IntStream.range(0, 3).mapToObj(n -> TestSocket.bus(one, "bot")).toList();
    TestSocket many = TestSocket.bus(one, "ann");
    Addresses.EVENTS.stream()
        .limit(BURST - 1)
        .forEach(address -> many.register(address, null).notice("registered"));
    assertEquals(before, cluster.registrations(one));
    many.close();
    sockets.forEach(TestSocket::close);
    assertEquals(before, cluster.registrations(one));
  }

  @Test
  @Order(2)
  void what_a_user_sent_on_one_node_is_missing_on_the_other() {
    TestSocket here = TestSocket.bus(one, "vic");
    TestSocket there = TestSocket.bus(two, "vic");
    for (int i = 0; i < BURST; i++) {
      here.send("{\"type\":\"ping\"}");
    }
    here.next("pong");
    Await.until(
        "spent elsewhere",
        () ->
            there.send("{\"type\":\"ping\"}").next(any -> true) != null
                && there.send("{\"type\":\"ping\"}").next(any -> true).containsKey("failureCode"));
    // Alone it would have had a burst; the other node's was taken from the same bucket.
    assertEquals(429, there.send("{\"type\":\"ping\"}").next("err").getInteger("failureCode"));
    here.close();
    there.close();
  }

  @Test
  @Order(3)
  void sockets_of_a_user_are_counted_on_all_nodes_and_free_again_when_a_node_crashes() {
    TestSocket first = TestSocket.bus(one, "ann");
    TestSocket.bus(two, "ann");
    TestSocket.bus(two, "ann");
    Await.until("full", () -> refused(one));
    cluster.kill(two);
    Await.until("free", () -> !refused(one));
    first.close();
  }

  private static MultiMap bearer(String token) {
    return MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + token);
  }

  private static boolean refused(TestNode node) {
    Future<TestSocket> attempt = TestSocket.attempt(node, PATH, bearer(node.token("ann")));
    try {
      TestNode.await(attempt).close();
      return false;
    } catch (AssertionError e) {
      assertEquals(429, ((UpgradeRejectedException) e.getCause()).getStatus());
      return true;
    }
  }
}
