package dev.omnibus.bridge.hub;

import static dev.omnibus.bridge.hub.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {

  private final Ring ring = new Ring(5, 1 << 20);

  @Test
  void its_position_is_the_very_same_until_it_hears_more() {
    ring.add(event("a", 1));
    Cursor before = ring.position();
    assertSame(before, ring.position());
    ring.add(event("a", 1));
    assertSame(before, ring.position());
    ring.add(event("b", 4));
    assertEquals(new Cursor(Map.of("a", 1L, "b", 4L)), ring.position());
  }

  @Test
  void an_empty_ring_recovers_who_heard_nothing() {
    assertTrue(ring.since(new Cursor(Map.of())).recovered());
  }

  @Test
  void what_is_newer_comes_in_order() {
    add("a", 1, 4);
    assertEquals(List.of(3L, 4L), numbers(ring.since(new Cursor(Map.of("a", 2L)))));
  }

  @Test
  void an_evicted_event_is_not_recovered_and_nothing_is_replayed() {
    add("a", 1, 8);
    Replay replay = ring.since(new Cursor(Map.of("a", 2L)));
    assertFalse(replay.recovered());
    assertEquals(List.of(), replay.events());
    assertEquals(8, replay.cursor().at("a"));
  }

  @Test
  void the_oldest_held_event_is_the_last_that_may_be_missing() {
    add("a", 1, 8);
    assertEquals(List.of(4L, 5L, 6L, 7L, 8L), numbers(ring.since(new Cursor(Map.of("a", 3L)))));
  }

  @Test
  void a_node_that_is_not_named_counts_as_0_while_its_first_event_is_held() {
    add("a", 1, 2);
    add("b", 1, 2);
    Replay replay = ring.since(new Cursor(Map.of("a", 2L)));
    assertTrue(replay.recovered());
    assertEquals(List.of(1L, 2L), numbers(replay));
  }

  @Test
  void a_node_that_is_not_named_and_began_before_the_ring_is_not_recovered() {
    add("a", 1, 2);
    add("b", 7, 8);
    assertFalse(ring.since(new Cursor(Map.of("a", 2L))).recovered());
  }

  @Test
  void an_earlier_life_of_a_node_is_not_recovered() {
    add("a@new", 1, 2);
    assertFalse(ring.since(new Cursor(Map.of("a@old", 40L))).recovered());
  }

  @Test
  void a_position_in_the_future_is_not_recovered() {
    add("a", 1, 2);
    assertFalse(ring.since(new Cursor(Map.of("a", 3L))).recovered());
  }

  @Test
  void a_gap_is_said_and_ends_what_can_be_recovered() {
    add("a", 1, 2);
    assertEquals(Ring.Arrival.GAP, ring.add(event("a", 4)));
    assertFalse(ring.since(new Cursor(Map.of("a", 2L))).recovered());
    assertEquals(List.of(4L), numbers(ring.since(new Cursor(Map.of("a", 3L)))));
  }

  @Test
  void an_event_that_was_here_is_stale() {
    add("a", 1, 2);
    assertEquals(Ring.Arrival.STALE, ring.add(event("a", 2)));
    assertEquals(List.of(2L), numbers(ring.since(new Cursor(Map.of("a", 1L)))));
  }

  @Test
  void size_bounds_as_well_as_number() {
    Ring small = new Ring(1_000, 3L * event("a", 1).size());
    LongStream.rangeClosed(1, 9).forEach(n -> small.add(event("a", n)));
    assertEquals(List.of(7L, 8L, 9L), numbers(small.since(new Cursor(Map.of("a", 6L)))));
    assertFalse(small.since(new Cursor(Map.of("a", 5L))).recovered());
  }

  /** Whatever happens: recovered means exactly what was published and not heard, in order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_recovered_resume_is_complete_and_doubles_nothing(long seed) {
    Random random = new Random(seed);
    Ring some = new Ring(1 + random.nextInt(30), 1 << 20);
    Map<String, Long> published = new HashMap<>();
    for (int step = 0; step < 500; step++) {
      String node = "n" + random.nextInt(3);
      long seq = published.merge(node, 1L, Long::sum);
      if (random.nextInt(20) > 0) { // else it was lost on the way
        some.add(event(node, seq));
      }
      check(some, published, random);
    }
  }

  private static void check(Ring some, Map<String, Long> published, Random random) {
    Map<String, Long> heard = new HashMap<>();
    published.forEach((node, last) -> heard.put(node, Math.max(0, last - random.nextInt(12))));
    Replay replay = some.since(new Cursor(heard));
    if (!replay.recovered()) {
      assertEquals(List.of(), replay.events());
      return;
    }
    published.forEach(
        (node, last) -> {
          List<Long> expected = new ArrayList<>();
          LongStream.rangeClosed(heard.get(node) + 1, some.last(node)).forEach(expected::add);
          assertEquals(
              expected,
              replay.events().stream().filter(e -> e.node().equals(node)).map(Event::seq).toList());
        });
  }

  private void add(String node, long first, long last) {
    LongStream.rangeClosed(first, last).forEach(seq -> ring.add(event(node, seq)));
  }

  private static List<Long> numbers(Replay replay) {
    return replay.events().stream().map(Event::seq).toList();
  }
}
