package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bridge.hub.Batch;
import dev.omnibus.bridge.hub.HeaderFilter;
import dev.omnibus.bridge.hub.Hub;
import dev.omnibus.bridge.hub.Loop;
import dev.omnibus.bridge.hub.Replay;
import dev.omnibus.bridge.hub.Sink;
import dev.omnibus.bridge.hub.Subscription;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one bus, of which one did not hear all that was told. */
class SurvivorsTest {

  private static final String STATUS = Addresses.EVENT_SERVER_STATUS;
  private static final String NEAR = "near@1";
  private static final String FAR = "far@1";
  private static final List<String> BOTH = List.of(FAR, NEAR);

  /** A ring holds few events, so that it does not reach back far. */
  private static final JsonObject SMALL = new JsonObject().put("ringEvents", 4);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Side near = new Side(NEAR);
  private final Side far = new Side(FAR);

  /** What a node knows, and what somebody there hears from the moment it lets anybody in. */
  private final class Side implements Sink {
    private final Bus bus;
    private final Hub hub =
        new Hub(
            Runnable::run,
            new Policy(() -> TestNode.access("files")),
            BridgeConfig.fromJson(SMALL));
    private final Survivors survivors;
    private final Past past;
    private final Loop loop = new Loop(Runnable::run, (millis, task) -> task.run());
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Side(String node) {
      bus = new Bus(vertx, node, Clock.systemUTC());
      survivors = new Survivors(bus, hub, hub::heard);
      past = new Past(vertx, bus, hub);
    }

    Future<?> open(List<String> live) {
      Caller ann = new Caller("ann", Set.of(), "s", Instant.MAX);
      return past.open(live)
          .compose(done -> survivors.open())
          .onSuccess(done -> hub.subscribe(this, STATUS, HeaderFilter.ANY, ann, null));
    }

    /** As if it had come from the bus. */
    void heard(String node, long first, long last) {
      LongStream.rangeClosed(first, last).forEach(seq -> hub.heard(STATUS, event(node, seq, "")));
    }

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public void joined(Subscription subscription, Replay replay) {}

    @Override
    public void deliver(Subscription subscription, Batch batch) {
      batch.events().forEach(event -> lines.add(event.node() + " " + event.seq()));
    }

    @Override
    public void missed(Subscription subscription, String node, long first, long last) {
      lines.add(node + " misses " + first + ".." + last);
    }
  }

  private static JsonObject event(String node, long seq, String text) {
    return new JsonObject()
        .put("type", "test")
        .put("at", "2026-11-22T10:00:00Z")
        .put("node", node)
        .put("seq", seq)
        .put("severity", "info")
        .put("data", new JsonObject().put("server", "files").put("text", text));
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
          far.heard(NEAR, 1, 1);
          near.heard(NEAR, 1, 3);
          near.survivors.came(BOTH);
        });
    farHears("near@1 1", "near@1 2", "near@1 3");
  }

  @Test
  void the_first_that_a_node_ever_told_is_made_good_too() {
    open();
    onLoop(
        () -> {
          near.heard(NEAR, 1, 2);
          near.survivors.came(BOTH);
        });
    farHears("near@1 1", "near@1 2");
  }

  @Test
  void the_first_that_a_node_told_in_its_next_life_is_no_old_one() {
    open();
    onLoop(
        () -> {
          far.heard("near@0", 1, 3);
          near.heard("near@0", 1, 3);
          near.heard(NEAR, 1, 1);
          near.survivors.came(BOTH);
        });
    farHears("near@0 1", "near@0 2", "near@0 3", "near@1 1");
  }

  /** It was a word between two nodes that did not leave each other. */
  @Test
  void what_was_lost_though_nobody_went_is_made_good() {
    open();
    onLoop(
        () -> {
          near.heard(NEAR, 1, 1);
          near.survivors.tellAgain();
        });
    farHears("near@1 1");
  }

  @Test
  void what_no_ring_has_any_more_is_said_to_be_lost_and_the_rest_comes() {
    open();
    onLoop(
        () -> {
          far.heard(NEAR, 1, 1);
          near.heard(NEAR, 1, 9);
          near.survivors.came(BOTH);
        });
    farHears("near@1 1", "near@1 misses 2..5", "near@1 6", "near@1 7", "near@1 8", "near@1 9");
  }

  @Test
  void what_no_ring_has_any_more_is_said_to_be_lost_though_no_rest_is_left() {
    open();
    onLoop(
        () -> {
          far.heard(NEAR, 1, 1);
          near.heard(NEAR, 1, 3);
          near.heard("other@1", 1, 4);
          near.survivors.came(BOTH);
        });
    farHears("near@1 1", "near@1 misses 2..3", "other@1 1", "other@1 2", "other@1 3", "other@1 4");
  }

  /** Each node finds it out by itself; what another one's sockets were told is nothing here. */
  @Test
  void what_a_node_tells_its_own_sockets_alone_is_missed_by_no_other() {
    String own = Addresses.EVENT_PRESENCE_DIFF;
    open();
    onLoop(
        () -> {
          near.hub.heard(own, event(NEAR, 1, ""));
          near.heard(NEAR, 1, 2);
          near.survivors.came(BOTH);
        });
    farHears("near@1 1", "near@1 2");
    List<Object> found = new CopyOnWriteArrayList<>();
    onLoop(() -> found.addAll(far.hub.after(own, NEAR, 0)));
    assertEquals(List.of(), found);
  }

  /** To be told the end of what happened for days would be worse than to look how things are. */
  @Test
  void of_a_long_story_of_which_a_node_heard_nothing_it_hears_only_that_it_is_lost() {
    open();
    onLoop(
        () -> {
          near.heard(NEAR, 1, 9);
          near.survivors.came(BOTH);
        });
    farHears("near@1 misses 1..9");
  }

  @Test
  void what_one_told_that_died_on_the_other_side_is_made_good() {
    open();
    onLoop(
        () -> {
          far.heard("dead@1", 1, 1);
          near.heard("dead@1", 1, 2);
          near.survivors.came(BOTH);
        });
    farHears("dead@1 1", "dead@1 2");
  }

  @Test
  void one_event_that_is_larger_than_an_answer_comes_all_the_same() {
    open();
    onLoop(
        () -> {
          near.hub.heard(STATUS, event(NEAR, 1, "x".repeat(200_000)));
          near.heard(NEAR, 2, 2);
          near.survivors.came(BOTH);
        });
    farHears("near@1 1", "near@1 2");
  }

  @Test
  void what_was_told_before_a_node_came_does_not_happen_again_there() {
    open(near, List.of(NEAR));
    onLoop(
        () -> {
          near.heard(NEAR, 1, 2);
          near.heard("dead@1", 1, 1);
        });
    open(far, BOTH);
    onLoop(
        () -> {
          near.heard(NEAR, 3, 3);
          near.survivors.came(BOTH);
        });
    farHears("near@1 3");
  }

  /** Between its consumers and the first word of the others. */
  @Test
  void an_event_that_one_that_came_just_missed_is_made_good() {
    open(near, List.of(NEAR));
    onLoop(() -> near.heard(NEAR, 1, 1));
    open(far, BOTH);
    onLoop(
        () -> {
          near.heard(NEAR, 2, 2);
          near.survivors.tellAgain();
        });
    farHears("near@1 2");
  }

  @Test
  void of_one_that_was_out_of_reach_when_another_came_all_is_missing() {
    open(far, List.of(FAR));
    open(near, List.of(NEAR));
    onLoop(
        () -> {
          near.heard(NEAR, 1, 1);
          near.survivors.came(BOTH);
        });
    farHears("near@1 1");
  }

  @Test
  void rooms_that_were_open_before_the_bridge_promised_nothing_here() {
    near.bus.publish(STATUS, "test", "info", new JsonObject());
    near.bus.publish(STATUS, "test", "info", new JsonObject());
    open(near, List.of(NEAR));
    onLoop(() -> near.heard(NEAR, 3, 3));
    assertEquals(List.of("near@1 3"), near.lines);
  }

  private void open() {
    open(near, List.of(NEAR));
    open(far, BOTH);
  }

  private void open(Side side, List<String> live) {
    Promise<Object> open = Promise.promise();
    onLoop(() -> side.open(live).<Object>mapEmpty().onComplete(open));
    TestNode.await(open.future());
  }

  private void farHears(String... lines) {
    Await.until("the far one has all, not " + far.lines, () -> far.lines.size() >= lines.length);
    assertEquals(List.of(lines), far.lines);
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
