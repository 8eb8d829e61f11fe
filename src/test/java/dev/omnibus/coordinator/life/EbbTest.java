package dev.omnibus.coordinator.life;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.ListedMembership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.mcp.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica that is drained, and two gateways that hear of it when they do. */
class EbbTest {

  private static final String UNIT = "tri~1";
  private static final NodeId NEAR = NodeId.of("n1@test0");
  private static final NodeId FAR = NodeId.of("n2@test0");

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, NEAR.toString(), Clock.systemUTC());
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void a_gateway_that_has_heard() {
    Wait.on(bus.answerNode(Addresses.TRAFFIC, asked -> flow(0, true)).completion());
  }

  @AfterEach
  void close() {
    Wait.on(vertx.close());
  }

  private static Future<JsonObject> flow(int calls, boolean heard) {
    JsonObject one =
        new JsonObject()
            .put("replicas", new JsonObject().put(UNIT, calls))
            .put("rests", heard ? JsonArray.of(UNIT) : new JsonArray());
    return Future.succeededFuture(
        new JsonObject().put("servers", new JsonObject().put("tri", one)));
  }

  /** It counts nothing, and has heard when it is asked for the given time. */
  private void farGatewayHearsAt(int times) {
    Bus far = new Bus(vertx, FAR.toString(), Clock.systemUTC());
    Wait.on(
        far.answerNode(Addresses.TRAFFIC, request -> flow(0, asked.incrementAndGet() >= times))
            .completion());
  }

  private String drained(Duration limit, boolean takes) {
    Order order = Order.of(Act.RESTART, "9f3a", new JsonObject().put("server", "tri"));
    Traffic traffic = new Traffic(bus, new ListedMembership(NEAR, List.of(NEAR, FAR)));
    Means means = new Means(vertx, bus, null, null, null, null, null, traffic, null);
    Ebb ebb = new Ebb(means, new Steps(bus, order, "tri", "ann"), null, limit);
    JsonObject held = new JsonObject().put("takes", takes);
    return Wait.on(ebb.drained(UNIT, () -> Future.succeededFuture(held)));
  }

  @Test
  void nothing_counts_as_nothing_only_when_every_gateway_has_heard() {
    farGatewayHearsAt(5);
    assertEquals("nothing is under way", drained(Duration.ofSeconds(20), true));
    assertEquals(6, asked.get(), "twice nothing, and both times it had heard");
  }

  @Test
  void one_that_never_hears_is_named_at_the_end() {
    farGatewayHearsAt(Integer.MAX_VALUE);
    assertEquals(
        "not every node has heard that it takes no calls after 300 ms",
        drained(Duration.ofMillis(300), true));
  }

  @Test
  void what_does_not_run_needs_nobody_to_hear() {
    farGatewayHearsAt(Integer.MAX_VALUE);
    assertEquals("nothing is under way", drained(Duration.ofSeconds(20), false));
    assertEquals(2, asked.get());
  }
}
