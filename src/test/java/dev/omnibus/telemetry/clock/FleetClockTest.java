package dev.omnibus.telemetry.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.access.TestClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetClockTest {

  private static final long HOUR = 3_600_000;

  private final FleetClock clock = new FleetClock(new TestClock());

  @Test
  void clocks_that_differ_by_seconds_are_believed_each() {
    compare(5, 0L, 3_000L, -4_000L, 4_900L);
    assertEquals(0, clock.correction());
  }

  @Test
  void a_node_that_is_an_hour_ahead_follows_the_others() {
    compare(FleetClock.ROUNDS, 0L, -HOUR, -HOUR + 20);
    assertEquals(-HOUR, clock.correction(), 20);
    assertEquals(TestClock.START.toEpochMilli() - HOUR, clock.millis(), 20);
  }

  @Test
  void the_others_do_not_follow_it() {
    compare(5, 0L, 10L, HOUR);
    assertEquals(0, clock.correction());
  }

  @Test
  void of_two_nodes_both_take_the_earlier_time() {
    compare(5, 0L, HOUR);
    assertEquals(0, clock.correction());
    FleetClock other = new FleetClock(new TestClock());
    for (int i = 0; i < FleetClock.ROUNDS; i++) {
      other.compare(List.of(0L, -HOUR));
    }
    assertEquals(-HOUR, other.correction());
  }

  @Test
  void one_answer_that_came_late_changes_nothing() {
    compare(1, 0L, -HOUR, -HOUR);
    compare(1, 0L, 1L, 2L);
    compare(1, 0L, -HOUR, -HOUR);
    compare(1, 0L, -2 * HOUR, -2 * HOUR);
    assertEquals(0, clock.correction());
  }

  @Test
  void a_clock_that_was_put_right_is_believed_again() {
    compare(FleetClock.ROUNDS, 0L, -HOUR, -HOUR);
    compare(FleetClock.ROUNDS, 0L, 10L, -10L);
    assertEquals(0, clock.correction());
  }

  private void compare(int times, Long... offsets) {
    for (int i = 0; i < times; i++) {
      clock.compare(List.of(offsets));
    }
  }
}
