package dev.omnibus.telemetry.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.access.TestClock;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.ListedMembership;
import dev.omnibus.cluster.NodeId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes on one bus, each with its own clock. */
class FleetClockVerticleTest {

  private static final long HOUR = 3_600_000;

  /** Of which some have not started. */
  private static final List<NodeId> ALL =
      List.of(NodeId.of("n1@a"), NodeId.of("n2@b"), NodeId.of("n3@c"));

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void end() throws Exception {
    await(vertx.close());
  }

  @Test
  void a_node_that_starts_with_a_wrong_clock_has_the_right_one_when_it_has_started()
      throws Exception {
    assertEquals(0, started("n1@a", 0).correction());
    assertEquals(0, started("n2@b", 0).correction());
    assertEquals(-HOUR, started("n3@c", HOUR).correction());
  }

  @Test
  void a_node_that_is_alone_believes_its_clock() throws Exception {
    assertEquals(0, started("n1@a", HOUR).correction());
  }

  private FleetClock started(String id, long aheadMs) throws Exception {
    TestClock own = new TestClock();
    own.pass(Duration.ofMillis(aheadMs));
    FleetClock clock = new FleetClock(own);
    await(
        vertx.deployVerticle(
            new FleetClockVerticle(
                new Bus(vertx, id, own),
                new ListedMembership(NodeId.of(id), ALL),
                new SimpleMeterRegistry(),
                own,
                clock)));
    return clock;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
