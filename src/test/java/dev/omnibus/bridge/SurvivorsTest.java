package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.access.Policy;
import dev.omnibus.bridge.hub.Hub;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one bus, of which one did not hear all that the other told. */
class SurvivorsTest {

  private static final String STATUS = Addresses.EVENT_SERVER_STATUS;
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Side near = new Side("near@1");
  private final Side far = new Side("far@1");

  /** What a node knows, and what it got late. */
  private final class Side {
    private final Bus bus;
    private final Hub hub;
    private final Survivors survivors;
    private final List<Long> late = new CopyOnWriteArrayList<>();

    Side(String node) {
      bus = new Bus(vertx, node, Clock.systemUTC());
      hub =
          new Hub(
              Runnable::run,
              new Policy(() -> TestNode.access("files")),
              BridgeConfig.fromJson(new JsonObject()));
      survivors =
          new Survivors(
              bus,
              hub,
              (address, event) -> {
                hub.heard(address, event);
                late.add(event.getLong("seq"));
              });
    }

    void heard(long seq) {
      JsonObject event =
          new JsonObject()
              .put("type", "test")
              .put("at", "2026-11-22T10:00:00Z")
              .put("node", near.bus.node())
              .put("seq", seq)
              .put("severity", "info")
              .put("data", new JsonObject().put("server", "files"));
      hub.heard(STATUS, event);
    }
  }

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  @Test
  void what_a_node_told_while_another_was_out_of_reach_is_made_good_when_that_one_is_back() {
    open();
    onLoop(
        () -> {
          far.heard(1);
          List.of(1L, 2L, 3L).forEach(near::heard);
          near.survivors.came();
        });
    Await.until("the far one has the rest", () -> far.late.equals(List.of(2L, 3L)));
  }

  @Test
  void how_far_it_told_things_a_node_says_again_a_few_times() {
    open();
    List<String> of = new CopyOnWriteArrayList<>();
    onLoop(
        () -> {
          far.bus.hearAll(Addresses.SURVIVOR_HEARD, told -> of.add(told.getString("of")));
          far.bus.hearAll("test.end", told -> of.add("end"));
          near.survivors.came();
          for (int i = 0; i < 20; i++) {
            near.survivors.tellAgain();
          }
          near.bus.tellAll("test.end", new JsonObject());
        });
    Await.until("all was said", () -> of.contains("end"));
    assertEquals(6, of.indexOf("end"));
    assertEquals(List.of("near@1", "end"), of.stream().distinct().toList());
  }

  private void open() {
    Promise<Object> open = Promise.promise();
    onLoop(
        () ->
            Future.all(near.survivors.open(), far.survivors.open())
                .<Object>mapEmpty()
                .onComplete(open));
    TestNode.await(open.future());
  }

  private void onLoop(Runnable task) {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(
        ignored -> {
          task.run();
          done.complete();
        });
    TestNode.await(done.future());
  }
}
