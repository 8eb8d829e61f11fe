package dev.omnibus.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long a client stays away. */
class BackoffTest {

  private final Backoff backoff = new Backoff(new Random(7));

  @Test
  void ceilings_double_and_end_at_a_quarter_of_a_minute() {
    assertTrue(longest(1) <= 1_000 && longest(1) > 900);
    assertTrue(longest(3) <= 4_000 && longest(3) > 3_600);
    assertTrue(longest(60) <= 15_000 && longest(60) > 14_000);
  }

  /** Of some hundred that lost one of three nodes a few once waited for a quarter of a minute. */
  @Test
  void the_ceiling_doubles_only_when_every_node_was_tried() {
    assertTrue(longest(3, 3) <= 1_000);
    assertTrue(longest(4, 3) > 1_000 && longest(6, 3) <= 2_000);
  }

  @Test
  void clients_are_never_in_step() {
    assertTrue(IntStream.range(0, 1_000).map(wait(8)).min().orElseThrow() < 1_000);
  }

  private int longest(int attempt) {
    return IntStream.range(0, 1_000).map(wait(attempt)).max().orElseThrow();
  }

  private int longest(int attempt, int nodes) {
    return IntStream.range(0, 1_000)
        .map(i -> (int) backoff.before(attempt, nodes).toMillis())
        .max()
        .orElseThrow();
  }

  private IntUnaryOperator wait(int attempt) {
    return i -> (int) backoff.before(attempt).toMillis();
  }
}
