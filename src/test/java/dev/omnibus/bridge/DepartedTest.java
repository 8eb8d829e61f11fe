package dev.omnibus.bridge;

import static dev.omnibus.bridge.Side.STATUS;
import static dev.omnibus.bridge.Sides.BOTH;
import static dev.omnibus.bridge.Sides.NEAR;

import dev.omnibus.bridge.hub.Cursor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nodes say of one that died, of which not all heard all. */
class DepartedTest {

  private static final String DEAD = "dead@1";

  private final Sides sides = new Sides();
  private final Side near = sides.near();
  private final Side far = sides.far();
  private final Side third = sides.third();

  /** A dozen and more that told something after the others, and of which nothing is here. */
  private static Cursor many() {
    return new Cursor(
        IntStream.range(0, 20).boxed().collect(Collectors.toMap(n -> "m" + n + "@1", n -> 1L)));
  }

  @AfterEach
  void close() {
    sides.close();
  }

  @Test
  void what_one_told_that_died_on_the_other_side_is_made_good() {
    sides.open();
    sides.onLoop(
        () -> {
          far.heard(DEAD, 1, 1);
          near.heard(DEAD, 1, 2);
          near.survivors().came(BOTH);
        });
    sides.farHears("dead@1 1", "dead@1 2");
  }

  /** The one knows from its start that there was an event, which it has not got. */
  @Test
  void what_one_survivor_has_not_got_another_one_may_have() {
    sides.open(third, List.of());
    sides.open();
    sides.onLoop(
        () -> {
          near.hub().past(STATUS, new Cursor(Map.of(DEAD, 1L)));
          third.heard(DEAD, 1, 1);
          near.survivors().left(List.of(DEAD), BOTH);
          third.survivors().left(List.of(DEAD), BOTH);
        });
    sides.farHears("dead@1 1");
  }

  @Test
  void what_no_survivor_has_is_lost_when_it_was_spoken_of_for_the_last_time() {
    sides.open();
    sides.onLoop(
        () -> {
          far.heard(DEAD, 1, 1);
          near.hub().past(STATUS, new Cursor(Map.of(DEAD, 3L)));
          near.survivors().left(List.of(DEAD), BOTH);
          IntStream.range(0, 5).forEach(n -> near.survivors().tellAgain());
        });
    sides.farHears("dead@1 1", "dead@1 misses 2..3");
  }

  /** What many others told came over other connections: that one heard it proves nothing. */
  @Test
  void the_last_of_one_that_died_is_made_good_however_many_told_something_since() {
    sides.open();
    sides.onLoop(
        () -> {
          near.heard(DEAD, 1, 1);
          near.hub().past(STATUS, many());
          far.hub().past(STATUS, many());
          near.survivors().left(List.of(DEAD), BOTH);
        });
    sides.farHears("dead@1 1");
  }

  @Test
  void one_that_comes_meanwhile_lacks_none_of_it() {
    sides.open(near, List.of(NEAR));
    sides.onLoop(
        () -> {
          near.heard(DEAD, 1, 1);
          near.hub().past(STATUS, many());
          near.survivors().left(List.of(DEAD), List.of(NEAR));
        });
    sides.open(far, BOTH);
    sides.onLoop(
        () -> {
          near.survivors().tellAgain();
          near.heard(NEAR, 1, 1);
          near.survivors().tellAgain();
        });
    sides.farHears("near@1 1");
  }
}
