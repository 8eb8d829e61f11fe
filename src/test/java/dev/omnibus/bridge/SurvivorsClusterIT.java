package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node dies after only one of the others has heard the last that it said. */
class SurvivorsClusterIT {

  private static final String STATUS = Addresses.EVENT_SERVER_STATUS;
  @TempDir Path data;
  private final BridgeCluster cluster = new BridgeCluster();
  private TestNode dying;
  private TestNode one;
  private TestNode other;

  @BeforeEach
  void start() {
    dying = cluster.node("n1", data, new JsonObject());
    one = cluster.node("n2", data, new JsonObject());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void what_one_node_heard_of_a_dead_one_all_hear_and_can_resume_from() {
    other = cluster.node("n3", data, new JsonObject());
    TestSocket socket = TestSocket.bus(other, "ann");
    socket.register(STATUS, new JsonObject()).notice("registered");
    dying.tell("files", "info", 1);
    assertEquals(1, TestSocket.number(socket.next("rec")));
    hearAlone(one, dying, 2);
    hearAlone(one, dying, 3);
    assertEquals(List.of(), socket.settled());
    cluster.kill(dying);
    assertEquals(List.of(2, 3), socket.numbers(2));
    JsonObject since = new JsonObject().put(dying.bus().node(), 3);
    TestSocket again = TestSocket.bus(other, "ann");
    JsonObject registered =
        again.register(STATUS, new JsonObject().put("since", since)).notice("registered");
    assertTrue(registered.getBoolean("recovered"));
    socket.close();
    again.close();
  }

  /** Registrations of consumers that the dead one kept for the cluster may have to be made anew. */
  @Test
  void what_one_that_lives_told_while_it_did_not_reach_another_comes_soon() {
    other = cluster.node("n3", data, new JsonObject());
    TestSocket socket = TestSocket.bus(other, "ann");
    socket.register(STATUS, new JsonObject()).notice("registered");
    one.tell("files", "info", 1);
    assertEquals(1, TestSocket.number(socket.next("rec")));
    hearAlone(one, one, 2);
    assertEquals(List.of(), socket.settled());
    cluster.kill(dying);
    assertEquals(2, TestSocket.number(socket.next("rec")));
    socket.close();
  }

  /** As in each rolling restart: it would all happen again, long after it was. */
  @Test
  void a_node_that_came_later_is_told_nothing_of_what_was_before() {
    TestSocket first = TestSocket.bus(one, "ann");
    first.register(STATUS, new JsonObject()).notice("registered");
    dying.tell("files", "info", 1);
    first.next("rec");
    other = cluster.node("n3", data, new JsonObject());
    List<String> tellers = new CopyOnWriteArrayList<>();
    String dead = dying.bus().node();
    other
        .bus()
        .hearAll(
            Addresses.SURVIVOR_HEARD,
            told -> {
              if (told.getString("of").equals(dead)) {
                tellers.add(told.getString("teller"));
              }
            });
    TestSocket late = TestSocket.bus(other, "ann");
    late.register(STATUS, new JsonObject()).notice("registered");
    cluster.kill(dying);
    // Each tells several times, as the first words may be lost while nodes do not reach each other.
    Await.until(
        "both have told how far they heard, and again",
        () ->
            Collections.frequency(tellers, one.bus().node()) > 1
                && Collections.frequency(tellers, other.bus().node()) > 1);
    assertEquals(List.of(), late.settled());
    first.close();
    late.close();
  }

  /** As if the connections to all others had broken before this event left. */
  private void hearAlone(TestNode node, TestNode teller, int number) {
    JsonObject event =
        new JsonObject()
            .put("type", "mcp_status_change")
            .put("at", Instant.now().toString())
            .put("node", teller.bus().node())
            .put("seq", number)
            .put("severity", "info")
            .put("data", new JsonObject().put("server", "files").put("number", number));
    node.vertx().eventBus().publish(STATUS, event, new DeliveryOptions().setLocalOnly(true));
  }
}
