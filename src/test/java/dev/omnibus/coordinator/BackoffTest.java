package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration MOST = Duration.ofSeconds(3);

  @Test
  void waits_double_up_to_the_most() {
    Backoff backoff = new Backoff(FIRST, MOST, () -> 0.5);
    List<Long> waits = Stream.generate(backoff::next).limit(5).map(Duration::toMillis).toList();
    assertEquals(List.of(500L, 1000L, 2000L, 3000L, 3000L), waits);
  }

  @Test
  void chance_spreads_a_wait_by_a_fifth_to_either_side() {
    assertEquals(400, new Backoff(FIRST, MOST, () -> 0).next().toMillis());
    assertEquals(600, new Backoff(FIRST, MOST, () -> 1).next().toMillis());
  }

  @Test
  void a_reset_starts_over() {
    Backoff backoff = new Backoff(FIRST, MOST, () -> 0.5);
    backoff.next();
    backoff.reset();
    assertEquals(FIRST, backoff.next());
  }
}
