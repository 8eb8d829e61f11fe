package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.Ownership;
import dev.omnibus.model.ServerSignal.Kind;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orders given on one node about servers that another one owns, which may die meanwhile. */
@Timeout(240)
class LifecycleClusterIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TestCluster cluster = new TestCluster();
  private final Hold hold = Hold.open();
  private final List<JsonObject> steps = new CopyOnWriteArrayList<>();
  private TestNode here;
  private TestNode there;

  @BeforeEach
  void twoNodes() {
    here = cluster.node("a");
    there = cluster.node("b");
    TestNode.until(() -> here.membership.live().size() == 2 && there.membership.live().size() == 2);
    here.bus.hear(Addresses.EVENT_SERVER_LIFECYCLE, e -> steps.add(e.getJsonObject("data")));
  }

  @AfterEach
  void close() {
    hold.release();
    cluster.close();
  }

  @Test
  void each_order_given_here_is_carried_out_by_the_owner_there() {
    String server = ownedThere();
    start(Tiny.spec(server));
    assertDone("stop", server);
    there.signal(s -> s.kind() == Kind.STOPPED);
    assertDone("start", server);
    TestNode.until(() -> there.count(Kind.LINKED) == 2);
    assertDone("restart", server);
    assertEquals(List.of("drain", "stop", "start", "verify", "undrain"), done("restart"));
    assertDone("drain", server);
    assertEquals(Kind.DRAINING, there.signals.get(there.signals.size() - 1).kind());
    assertDone("undrain", server);
    assertEquals(Kind.LINKED, there.signals.get(there.signals.size() - 1).kind());
    assertEquals(0, here.count(Kind.LINKED), "only the owner touches it");
  }

  @Test
  void an_owner_that_is_killed_in_mid_restart_is_followed_by_the_next_one_and_the_answer_is_true() {
    String server = ownedThere();
    start(Tiny.spec(server, hold.habit()));
    hold.hold();
    Future<JsonObject> answer = order(here, "restart", server);
    TestNode.until(() -> steps.stream().anyMatch(s -> isStep(s, "start", "accepted")));
    cluster.kill(there);
    hold.release();
    JsonObject result = TestNode.await(answer).getJsonArray("results").getJsonObject(0);
    assertTrue(result.getBoolean("ok"), result.encode());
    String self = here.id.toString();
    TestNode.until(() -> here.board.of(server).orElseThrow().claim().owner().equals(self));
  }

  @Test
  void a_stop_holds_at_the_next_owner_and_when_all_nodes_were_restarted() {
    String server = ownedThere();
    start(Tiny.spec(server));
    assertDone("stop", server);
    cluster.kill(there);
    here.signal(s -> s.kind() == Kind.STOPPED && s.server().equals(server));
    assertEquals(0, here.count(Kind.LINKED));
    TestNode.until(() -> here.data().resolve("wishes.json").toFile().exists());
    cluster.leave(here);

    try (TestCluster later = new TestCluster()) {
      TestNode reborn = later.node("a").with(here.data());
      reborn.start(Tiny.spec(server));
      assertTrue(
          reborn.signal(s -> s.kind() == Kind.STOPPED).reason().startsWith("stopped by ann"));
      assertEquals(0, reborn.count(Kind.STARTING));
      assertTrue(
          TestNode.await(order(reborn, "start", server))
              .getJsonArray("results")
              .getJsonObject(0)
              .getBoolean("ok"));
    }
    here = null;
  }

  @Test
  void the_second_operator_is_told_who_is_at_it() {
    String server = ownedThere();
    start(Tiny.spec(server, hold.habit()));
    hold.hold();
    Future<JsonObject> first = order(here, "restart", server);
    TestNode.until(() -> steps.stream().anyMatch(s -> isStep(s, "operation", "accepted")));
    JsonObject known =
        there
            .ask(Addresses.QUERY_SERVER_OPERATIONS, new JsonObject())
            .getJsonArray("operations")
            .getJsonObject(0);
    assertEquals(
        "ann restart " + server,
        known.getString("actor") + " " + known.getString("do") + " " + known.getString("server"));
    BusException e = assertThrows(BusException.class, () -> TestNode.await(bob(server)));
    assertEquals(Failure.CONFLICT, e.failure());
    assertTrue(e.getMessage().startsWith("ann is at " + server + " since 20"), e.getMessage());
    hold.release();
    TestNode.await(first);
    TestNode.await(bob(server));
  }

  @Test
  void an_operation_whose_node_dies_is_told_to_have_failed_and_leaves_the_server_free() {
    String server =
        "s"
            + Stream.iterate(0, i -> i + 1)
                .filter(i -> Ownership.owns(here.id, "s" + i, here.membership.live()))
                .findFirst()
                .orElseThrow();
    start(Tiny.spec(server, hold.habit()));
    hold.hold();
    order(there, "restart", server);
    TestNode.until(() -> steps.stream().anyMatch(s -> isStep(s, "start", "accepted")));
    cluster.kill(there);
    TestNode.until(() -> steps.stream().anyMatch(s -> isStep(s, "operation", "failed")));
    hold.release();
    assertTrue(
        TestNode.await(order(here, "restart", server))
            .getJsonArray("results")
            .getJsonObject(0)
            .getBoolean("ok"));
  }

  private Future<JsonObject> bob(String server) {
    JsonObject body = new JsonObject().put("server", server).put("wait", true);
    return there.bus.ask(Addresses.COMMAND_SERVER_STOP, body, caller("bob"), LIMIT);
  }

  private void start(ServerSpec spec) {
    here.start(spec);
    there.start(spec);
    TestNode.until(() -> there.count(Kind.LINKED) + here.count(Kind.LINKED) == 1);
  }

  private String ownedThere() {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> "s" + i)
        .filter(name -> Ownership.owns(there.id, name, there.membership.live()))
        .findFirst()
        .orElseThrow();
  }

  private void assertDone(String act, String server) {
    JsonObject answer = TestNode.await(order(here, act, server));
    JsonObject result = answer.getJsonArray("results").getJsonObject(0);
    assertTrue(answer.getBoolean("finished") && result.getBoolean("ok"), answer.encode());
  }

  private static Future<JsonObject> order(TestNode node, String act, String server) {
    JsonObject body =
        new JsonObject().put("server", server).put("wait", true).put("drainMs", 2_000);
    return node.bus.ask("command.server." + act, body, caller("ann"), LIMIT);
  }

  /** Nobody in particular: these nodes have no access rules. */
  private static JsonObject caller(String user) {
    return new JsonObject()
        .put("user", user)
        .put("session", "s")
        .put("expires", "2100-01-01T00:00:00Z");
  }

  private List<String> done(String act) {
    return steps.stream()
        .filter(s -> s.getString("do").equals(act) && s.getString("phase").equals("done"))
        .map(s -> s.getString("step"))
        .filter(step -> !step.equals("operation"))
        .toList();
  }

  private static boolean isStep(JsonObject data, String step, String phase) {
    return data.getString("step").equals(step) && data.getString("phase").equals(phase);
  }
}
