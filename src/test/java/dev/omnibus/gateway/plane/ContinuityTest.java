package dev.omnibus.gateway.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Seal;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.QuietWay;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One session that two nodes carry, before a server with replicas; every life of them is its first.
 */
class ContinuityTest {

  private static final Caller ANN = new Caller("ann", Set.of(), "s", Instant.MAX);
  private static final String INIT = "{\"protocolVersion\":\"2025-11-25\"}";
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final Vertx vertx = Vertx.vertx();
  private Sessions one;
  private Sessions two;
  private Session here;
  private Session there;

  @BeforeEach
  void open() throws Exception {
    one = node("n1");
    two = node("n2");
    String id = one.begin("uid", "files", ANN, "1", INIT, "files~1").orElseThrow();
    here = one.known(id, "files", ANN);
    there = get(two.find(id, "files", ANN));
  }

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private Sessions node(String name) throws Exception {
    GatewayConfig config = GatewayConfig.fromJson(new JsonObject());
    Seal seal = new Seal(() -> new byte[48], "test");
    return get(Sessions.open(vertx, new Bus(vertx, name, Clock.systemUTC()), seal, config));
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** A way to one replica that says nothing. */
  private static final class Path extends QuietWay {
    private final String replica;

    Path(String replica) {
      this.replica = replica;
    }

    @Override
    public String replica() {
      return replica;
    }

    @Override
    public JsonObject described() {
      return new JsonObject().put("protocolVersion", "2025-11-25");
    }

    @Override
    public Flight request(Envelope request, FlightListener listener, Duration deadline) {
      return Flight.OVER;
    }
  }

  @Test
  void of_two_nodes_that_take_a_session_to_other_replicas_the_later_one_goes_where_it_is()
      throws Exception {
    Continuity first = new Continuity(here, one, DEADLINE);
    Continuity late = new Continuity(there, two, DEADLINE);
    get(first.prepare(new Path("files~2")));
    Path third = new Path("files~3");
    assertThrows(ExecutionException.class, () -> get(late.prepare(third)));
    assertTrue(third.closed().isComplete());
    assertEquals("files~2", there.changes().replica());
    assertEquals(1, there.changes().generation(), "it lost its state once");
    late.opening();
    get(late.prepare(new Path("files~2")));
    assertEquals("files~2", here.changes().replica());
  }

  @Test
  void a_way_to_where_a_session_was_is_of_no_use_any_more() throws Exception {
    Path old = new Path("files~1");
    Continuity stays = new Continuity(there, two, DEADLINE);
    get(stays.prepare(old));
    assertFalse(stays.hasLeft(old));
    get(new Continuity(here, one, DEADLINE).prepare(new Path("files~2")));
    get(two.logging(there, "\"error\""));
    assertTrue(stays.hasLeft(old));
  }
}
