package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private final RateLimit limit = new RateLimit(3);
  private final Instant now = TestClock.START;

  @Test
  void so_many_a_minute_and_no_more() {
    takeAll("ann");
    assertEquals(Optional.of(Duration.ofSeconds(20)), limit.take("ann", now));
  }

  @Test
  void one_name_does_not_cost_another() {
    takeAll("ann");
    assertTrue(limit.take("bob", now).isEmpty());
  }

  @Test
  void time_refills_evenly() {
    takeAll("ann");
    Instant later = now.plusSeconds(20);
    assertTrue(limit.take("ann", later).isEmpty());
    assertTrue(limit.take("ann", later).isPresent());
  }

  @Test
  void waiting_as_told_is_enough() {
    takeAll("ann");
    Duration wait = limit.take("ann", now.plusMillis(7_001)).orElseThrow();
    assertTrue(limit.take("ann", now.plusMillis(7_001).plus(wait)).isEmpty());
  }

  @Test
  void a_refused_try_costs_nothing() {
    takeAll("ann");
    for (int i = 0; i < 100; i++) {
      limit.take("ann", now);
    }
    assertTrue(limit.take("ann", now.plusSeconds(20)).isEmpty());
  }

  @Test
  void a_clock_that_jumps_back_refills_nothing() {
    takeAll("ann");
    assertTrue(limit.take("ann", now.minusSeconds(3600)).isPresent());
  }

  @Test
  void one_given_back_can_be_taken_again() {
    takeAll("ann");
    limit.giveBack("ann");
    assertTrue(limit.take("ann", now).isEmpty());
    assertTrue(limit.take("ann", now).isPresent());
  }

  @Test
  void a_flood_of_names_fills_no_memory() {
    for (int i = 0; i < 20_000; i++) {
      limit.take("user" + i, now);
    }
    assertEquals(10_000, limit.size());
  }

  private void takeAll(String name) {
    for (int i = 0; i < 3; i++) {
      assertTrue(limit.take(name, now).isEmpty());
    }
  }
}
