package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WheelTest {

  private static final long STEP = 10;

  private final Wheel<String> wheel = new Wheel<>(8, STEP, -55);
  private final List<String> seen = new ArrayList<>();

  /** Looked at, and not again for a long time. */
  private long once(String who) {
    seen.add(who);
    return 1_000_000;
  }

  @Test
  void nobody_is_looked_at_before_their_time() {
    wheel.add("a", -21);
    wheel.turn(-22, this::once);
    assertEquals(List.of(), seen);
  }

  @Test
  void everybody_is_looked_at_within_a_step_of_their_time() {
    wheel.add("a", -21);
    wheel.add("b", -34);
    wheel.turn(-21 + STEP, this::once);
    assertEquals(List.of("b", "a"), seen);
  }

  @Test
  void who_left_is_not_looked_at() {
    wheel.add("a", -40).leave();
    wheel.turn(0, this::once);
    assertEquals(List.of(), seen);
  }

  @Test
  void who_leaves_while_being_looked_at_is_gone() {
    Wheel.Place<String> place = wheel.add("a", -40);
    for (long now = 0; now < 200; now += STEP) {
      wheel.turn(
          now,
          who -> {
            place.leave();
            return once(who) * 0;
          });
    }
    assertEquals(List.of("a"), seen);
  }

  @Test
  void who_asks_again_is_looked_at_again_when_it_said() {
    List<Long> times = new ArrayList<>();
    wheel.add("a", 0);
    for (long now = 0; now <= 100; now += STEP) {
      long at = now;
      wheel.turn(
          at,
          who -> {
            times.add(at);
            return at + 30;
          });
    }
    assertEquals(List.of(10L, 50L, 90L), times);
  }

  @Test
  void a_time_beyond_one_round_is_waited_for() {
    wheel.add("a", 1_000);
    for (long now = -50; now < 1_000; now += STEP) {
      wheel.turn(now, this::once);
    }
    assertEquals(List.of(), seen);
    wheel.turn(1_000 + STEP, this::once);
    assertEquals(List.of("a"), seen);
  }

  @Test
  void a_turn_that_comes_late_misses_nobody() {
    wheel.add("a", 0);
    wheel.add("b", 35);
    wheel.add("c", 70);
    wheel.turn(100_000, this::once);
    assertEquals(3, seen.size());
  }

  @Test
  void a_time_that_is_over_is_taken_in_the_next_turn() {
    wheel.add("a", -1_000);
    wheel.turn(-50 + STEP, this::once);
    assertEquals(List.of("a"), seen);
  }
}
