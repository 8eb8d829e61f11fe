package dev.omnibus.bridge;

import static dev.omnibus.bridge.Side.REVOKED;
import static dev.omnibus.bridge.Side.STATUS;
import static dev.omnibus.bridge.Side.event;
import static dev.omnibus.bridge.Sides.BOTH;
import static dev.omnibus.bridge.Sides.NEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.bridge.hub.Cursor;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes of which one did not hear all that was told. */
class SurvivorsTest {

  private final Sides sides = new Sides();
  private final Side near = sides.near();
  private final Side far = sides.far();

  @AfterEach
  void close() {
    sides.close();
  }

  @Test
  void what_a_node_told_while_another_was_out_of_reach_is_made_good_when_that_one_is_back() {
    sides.open();
    sides.onLoop(
        () -> {
          far.heard(NEAR, 1, 1);
          near.heard(NEAR, 1, 3);
          near.survivors().came(BOTH);
        });
    sides.farHears("near@1 1", "near@1 2", "near@1 3");
  }

  @Test
  void the_first_that_a_node_ever_told_is_made_good_too() {
    sides.open();
    sides.onLoop(
        () -> {
          near.heard(NEAR, 1, 2);
          near.survivors().came(BOTH);
        });
    sides.farHears("near@1 1", "near@1 2");
  }

  @Test
  void the_first_that_a_node_told_in_its_next_life_is_no_old_one() {
    sides.open();
    sides.onLoop(
        () -> {
          far.heard("near@0", 1, 3);
          near.heard("near@0", 1, 3);
          near.heard(NEAR, 1, 1);
          near.survivors().came(BOTH);
        });
    sides.farHears("near@0 1", "near@0 2", "near@0 3", "near@1 1");
  }

  /** It was a word between two nodes that did not leave each other. */
  @Test
  void what_was_lost_though_nobody_went_is_made_good() {
    sides.open();
    sides.onLoop(
        () -> {
          near.heard(NEAR, 1, 1);
          near.survivors().tellAgain();
        });
    sides.farHears("near@1 1");
  }

  @Test
  void what_no_ring_has_any_more_is_said_to_be_lost_and_the_rest_comes() {
    sides.open();
    sides.onLoop(
        () -> {
          far.heard(NEAR, 1, 1);
          near.heard(NEAR, 1, 9);
          near.survivors().came(BOTH);
        });
    sides.farHears(
        "near@1 1", "near@1 misses 2..5", "near@1 6", "near@1 7", "near@1 8", "near@1 9");
  }

  @Test
  void what_no_ring_has_any_more_is_said_to_be_lost_though_no_rest_is_left() {
    sides.open();
    sides.onLoop(
        () -> {
          far.heard(NEAR, 1, 1);
          near.heard(NEAR, 1, 3);
          near.heard("other@1", 1, 4);
          near.survivors().came(BOTH);
        });
    sides.farHears(
        "near@1 1", "near@1 misses 2..3", "other@1 1", "other@1 2", "other@1 3", "other@1 4");
  }

  /** Each node finds it out by itself; what another one's sockets were told is nothing here. */
  @Test
  void what_a_node_tells_its_own_sockets_alone_is_missed_by_no_other() {
    String own = Addresses.EVENT_PRESENCE_DIFF;
    sides.open();
    sides.onLoop(
        () -> {
          near.hub().heard(own, event(NEAR, 1, ""));
          near.heard(NEAR, 1, 2);
          near.survivors().came(BOTH);
        });
    sides.farHears("near@1 1", "near@1 2");
    List<Object> found = new CopyOnWriteArrayList<>();
    sides.onLoop(() -> found.addAll(far.hub().after(own, NEAR, 0)));
    assertEquals(List.of(), found);
  }

  /** Rooms that opened before the bridge of that node told the first, so that it has not got it. */
  @Test
  void of_a_story_of_which_a_node_heard_nothing_it_hears_what_is_left() {
    sides.open();
    sides.onLoop(
        () -> {
          near.hub().past(STATUS, new Cursor(Map.of(NEAR, 2L)));
          near.heard(NEAR, 3, 4);
          near.survivors().tellAgain();
        });
    sides.farHears("near@1 misses 1..2", "near@1 3", "near@1 4");
  }

  @Test
  void who_lost_access_while_a_node_was_out_of_reach_it_hears_as_far_as_it_is_known() {
    sides.open();
    sides.onLoop(
        () -> {
          LongStream.rangeClosed(1, 9).forEach(n -> near.hub().heard(REVOKED, event(NEAR, n, "")));
          near.survivors().came(BOTH);
        });
    sides.farHears("near@1 misses 1..5", "near@1 6", "near@1 7", "near@1 8", "near@1 9");
  }

  /** Nodes of two builds, as in a rolling upgrade. */
  @Test
  void an_address_that_a_node_does_not_know_keeps_nothing_else_from_it() {
    sides.open();
    JsonObject word =
        new JsonObject()
            .put("teller", "new@1")
            .put("of", "new@1")
            .put("heard", new JsonObject().put("event.of.tomorrow", 1).put(STATUS, 1));
    JsonArray events = new JsonArray();
    List.of("event.of.tomorrow", STATUS)
        .forEach(
            address ->
                events.add(
                    new JsonObject().put("address", address).put("event", event("new@1", 1, ""))));
    Bus young = new Bus(sides.vertx(), "new@1", Clock.systemUTC());
    List<String> asked = new CopyOnWriteArrayList<>();
    TestNode.await(
        young
            .answerNode(
                Addresses.SURVIVOR_LACKS,
                request -> {
                  asked.add(request.body().getString("of"));
                  JsonArray rest = asked.size() > 2 ? new JsonArray() : events;
                  return Future.succeededFuture(new JsonObject().put("events", rest));
                })
            .completion());
    young.tellAll(Addresses.SURVIVOR_HEARD, word);
    sides.farHears("new@1 1");
    young.tellAll(Addresses.SURVIVOR_HEARD, word);
    young.tellAll(Addresses.SURVIVOR_HEARD, word.copy().put("of", "new@2"));
    Await.until("asked for more", () -> asked.size() >= 4);
    assertEquals(List.of("new@1", "new@1", "new@2", "new@2"), asked, "once by each");
  }

  @Test
  void one_event_that_is_larger_than_an_answer_comes_all_the_same() {
    sides.open();
    sides.onLoop(
        () -> {
          near.hub().heard(STATUS, event(NEAR, 1, "x".repeat(200_000)));
          near.heard(NEAR, 2, 2);
          near.survivors().came(BOTH);
        });
    sides.farHears("near@1 1", "near@1 2");
  }
}
