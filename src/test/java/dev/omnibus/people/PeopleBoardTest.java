package dev.omnibus.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.presence.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PeopleBoardTest {

  @Test
  void a_word_that_is_heard_twice_changes_nothing() {
    PeopleBoard board = new PeopleBoard(Town.GRACE);
    Person ann = new Person("ann", Town.START, 1, List.of());
    Told told = new Told("n9@z", 0, 1, List.of(ann), List.of());
    board.take(new Part("n9@z", 0, Map.of()));
    assertTrue(board.take(told));
    assertEquals(Set.of("ann"), board.takeTouched());
    assertTrue(board.take(told));
    assertEquals(Set.of(), board.takeTouched());
  }

  @Test
  void all_nodes_tell_where_somebody_is_in_the_same_order() {
    // Their names have one hash: in a map without an order, who came first is first.
    List<Part> parts = Stream.of("Aa", "BB").map(PeopleBoardTest::annAt).toList();
    PeopleBoard forth = new PeopleBoard(Town.GRACE);
    PeopleBoard back = new PeopleBoard(Town.GRACE);
    parts.forEach(forth::take);
    back.take(parts.get(1));
    back.take(parts.get(0));
    assertEquals(forth.of("ann"), back.of("ann"));
  }

  private static Part annAt(String node) {
    List<Sight> at = List.of(new Sight(node, Place.UNKNOWN, 1));
    return new Part(node, 1, Map.of("ann", new Person("ann", Town.START, 1, at)));
  }
}
