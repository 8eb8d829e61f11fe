package dev.omnibus.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.GatewayConfig;
import dev.omnibus.model.LimitSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class BulkheadTest {

  private static final GatewayConfig NODE =
      GatewayConfig.fromJson(
          new JsonObject().put("concurrency", 2).put("queue", 1).put("callTimeoutMs", 5_000));

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<LimitSpec> wish = new AtomicReference<>(LimitSpec.DEFAULT);
  private final Bulkheads bulkheads = new Bulkheads(NODE, server -> wish.get());

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void a_server_without_wishes_has_the_limits_of_the_node() {
    Limits limits = bulkheads.of("files").limits();
    assertEquals(2, limits.concurrency());
    assertEquals(1, limits.queue());
    assertEquals(Duration.ofSeconds(5), limits.callTimeout());
  }

  @Test
  void what_the_entry_of_a_server_says_counts_more() {
    wish.set(new LimitSpec(7, 0, 50, 8_000));
    Limits limits = bulkheads.of("files").limits();
    assertEquals(
        new Limits(7, 0, Duration.ofMillis(50), Duration.ofSeconds(8), NODE.maxCall()), limits);
  }

  @Test
  void both_planes_share_the_places_of_one_server_and_none_of_another() {
    assertTrue(bulkheads.of("files").enter());
    assertTrue(bulkheads.of("files").enter());
    assertFalse(bulkheads.of("files").enter());
    assertTrue(bulkheads.of("git").enter());
  }

  @Test
  void a_full_queue_says_so_at_once() {
    Bulkhead files = bulkheads.of("files");
    files.enter();
    files.enter();
    assertNotNull(files.await(vertx, () -> {}, () -> {}));
    assertNull(files.await(vertx, () -> {}, () -> {}));
    assertEquals(1, files.waiting());
  }

  @Test
  void more_places_in_the_configuration_are_for_who_waits_already() throws Exception {
    Bulkhead files = bulkheads.of("files");
    files.enter();
    files.enter();
    CountDownLatch in = new CountDownLatch(1);
    files.await(vertx, in::countDown, () -> {});
    wish.set(new LimitSpec(3, null, null, null));
    bulkheads.refresh();
    assertTrue(in.await(60, TimeUnit.SECONDS));
    assertEquals(3, files.inside());
  }

  @Test
  void fewer_places_let_nobody_in_until_enough_have_left() {
    Bulkhead files = bulkheads.of("files");
    files.enter();
    files.enter();
    wish.set(new LimitSpec(1, null, null, null));
    bulkheads.refresh();
    files.leave();
    assertFalse(files.enter());
    files.leave();
    assertTrue(files.enter());
  }
}
