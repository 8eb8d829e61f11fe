package dev.omnibus.bridge;

import static dev.omnibus.bridge.Side.REVOKED;
import static dev.omnibus.bridge.Side.STATUS;
import static dev.omnibus.bridge.Side.old;
import static dev.omnibus.bridge.Sides.BOTH;
import static dev.omnibus.bridge.Sides.FAR;
import static dev.omnibus.bridge.Sides.NEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that comes to others, which told things before. */
class PastTest {

  private final Sides sides = new Sides();
  private final Side near = sides.near();
  private final Side far = sides.far();

  @AfterEach
  void close() {
    sides.close();
  }

  @Test
  void what_was_told_before_a_node_came_does_not_happen_again_there() {
    sides.open(near, List.of(NEAR));
    sides.onLoop(
        () -> {
          near.heard(NEAR, 1, 2);
          near.heard("dead@1", 1, 1);
        });
    sides.open(far, BOTH);
    sides.onLoop(
        () -> {
          near.heard(NEAR, 3, 3);
          near.survivors().came(BOTH);
        });
    sides.farHears("near@1 3");
  }

  /** Between its consumers and the first word of the others. */
  @Test
  void an_event_that_one_that_came_just_missed_is_made_good() {
    sides.open(near, List.of(NEAR));
    sides.onLoop(() -> near.heard(NEAR, 1, 1));
    sides.open(far, BOTH);
    sides.onLoop(
        () -> {
          near.heard(NEAR, 2, 2);
          near.survivors().tellAgain();
        });
    sides.farHears("near@1 2");
  }

  @Test
  void one_that_starts_too_is_asked_again_until_it_answers() {
    Promise<Object> open = Promise.promise();
    sides.onLoop(
        () -> {
          far.open(BOTH).<Object>mapEmpty().onComplete(open);
          near.heard(NEAR, 1, 2);
        });
    sides.open(near, List.of(NEAR));
    TestNode.await(open.future());
    sides.onLoop(
        () -> {
          near.heard(NEAR, 3, 3);
          far.heard(NEAR, 3, 3);
        });
    sides.farHears("near@1 3");
  }

  @Test
  void what_one_told_since_that_was_out_of_reach_when_another_came_is_missing() {
    sides.open(far, List.of(FAR));
    sides.open(near, List.of(NEAR));
    sides.onLoop(
        () -> {
          near.heard(NEAR, 1, 1);
          near.survivors().came(BOTH);
        });
    sides.farHears("near@1 1");
  }

  /** It met the other one late: all that happened for weeks would happen again. */
  @Test
  void of_what_was_before_a_node_it_hears_only_that_it_is_lost() {
    sides.open(far, List.of(FAR));
    sides.open(near, List.of(NEAR));
    sides.onLoop(
        () -> {
          LongStream.rangeClosed(1, 8).forEach(n -> near.hub().heard(STATUS, old(NEAR, n)));
          near.heard(NEAR, 9, 9);
          near.survivors().came(BOTH);
        });
    sides.farHears("near@1 misses 1..8", "near@1 9");
  }

  /** A user may have signed in since, but a session that ended has ended for good. */
  @Test
  void of_those_who_lost_access_before_a_node_only_ends_of_single_sessions_take_effect() {
    sides.open(far, List.of(FAR));
    sides.open(near, List.of(NEAR));
    sides.onLoop(
        () -> {
          JsonObject bob = new JsonObject().put("user", "bob");
          near.hub().heard(REVOKED, old(NEAR, 1).put("data", bob.copy().put("session", "s")));
          near.hub().heard(REVOKED, old(NEAR, 2).put("data", bob));
          near.survivors().came(BOTH);
        });
    sides.farHears("near@1 misses 1..2");
    Await.until("the end of the session", () -> !far.late().isEmpty());
    assertEquals(List.of("near@1 1"), far.late());
  }

  @Test
  void rooms_that_were_open_before_the_bridge_promised_nothing_here() {
    near.bus().publish(STATUS, "test", "info", new JsonObject());
    near.bus().publish(STATUS, "test", "info", new JsonObject());
    sides.open(near, List.of(NEAR));
    sides.onLoop(() -> near.heard(NEAR, 3, 3));
    assertEquals(List.of("near@1 3"), near.lines());
  }
}
