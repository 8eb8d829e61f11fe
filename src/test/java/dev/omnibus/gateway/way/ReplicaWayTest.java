package dev.omnibus.gateway.way;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.BalanceConfig;
import dev.omnibus.gateway.balance.Availability;
import dev.omnibus.gateway.balance.Pool;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The way of an agent's session to one of two replicas, while operators put them to rest. */
class ReplicaWayTest {

  private static final String HOME = "s~1";

  private final Map<String, Availability> availability = new HashMap<>();
  private final Pool pool =
      new Pool(
          new BalanceConfig(Duration.ofSeconds(10), 30, 50, 3, Duration.ofSeconds(2)),
          name -> availability.getOrDefault(name, Availability.GOOD));
  private final Toy toy = new Toy();

  private ReplicaWay way(boolean stays) {
    pool.set(List.of(HOME, "s~2"));
    return new ReplicaWay(toy, HOME, pool, (replica, fate) -> {}, stays);
  }

  /** Keeps all requests until the test answers them. */
  private static final class Toy extends QuietWay {
    private final List<FlightListener> asked = new ArrayList<>();
    private boolean hears = true;

    @Override
    public Flight request(Envelope request, FlightListener listener, Duration deadline) {
      asked.add(listener);
      return Flight.OVER;
    }

    void answer() {
      asked.remove(0).response(JsonRpc.resultOf("1", "{}"));
    }

    @Override
    public void onMessage(Handler<Envelope> handler) {
      hears = handler != null;
    }
  }

  /** What became of one call: nothing yet, "answered", or "left" when it may be said elsewhere. */
  private static final class Caller implements FlightListener {
    private String became = "";

    @Override
    public void message(Envelope message) {
      // nothing is said on its account
    }

    @Override
    public void response(Envelope reply) {
      became += "answered";
    }

    @Override
    public void failed(Throwable why, boolean sent) {
      became += why == Way.RESTS && !sent ? "left" : why + " sent=" + sent;
    }
  }

  private static Caller call(Way way) {
    Caller caller = new Caller();
    way.request(
        Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{}}"),
        caller,
        Duration.ofSeconds(10));
    return caller;
  }

  private int underWay() {
    return pool.underWay().get(HOME);
  }

  @Test
  void nothing_new_is_sent_to_a_replica_that_drains_and_the_way_is_over() {
    Way way = way(false);
    availability.put(HOME, Availability.RESTS);
    assertEquals("left", call(way).became);
    assertEquals(0, toy.asked.size());
    assertEquals(0, underWay());
    assertTrue(way.closed().isComplete());
    assertTrue(toy.closed().isComplete());
  }

  @Test
  void what_is_under_way_there_ends_before_the_way_does() {
    Way way = way(false);
    Caller early = call(way);
    availability.put(HOME, Availability.RESTS);
    assertEquals("left", call(way).became);
    assertTrue(way.closed().isComplete(), "its user opens another");
    assertFalse(toy.closed().isComplete());
    assertFalse(toy.hears, "what it says by itself is heard on the other one");
    assertEquals(1, underWay());
    toy.answer();
    assertEquals("answered", early.became);
    assertEquals(0, underWay());
    assertTrue(toy.closed().isComplete());
  }

  @Test
  void without_another_replica_there_is_nowhere_to_go() {
    Way way = way(false);
    availability.put(HOME, Availability.RESTS);
    availability.put("s~2", Availability.BAD);
    call(way);
    assertEquals(1, toy.asked.size());
    assertFalse(way.closed().isComplete());
  }

  @Test
  void what_only_that_replica_knows_is_asked_there() {
    Way way = way(true);
    availability.put(HOME, Availability.RESTS);
    call(way);
    assertEquals(1, toy.asked.size());
    assertFalse(way.closed().isComplete());
  }
}
