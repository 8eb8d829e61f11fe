package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnstileTest {

  private final Turnstile turnstile = new Turnstile(2);
  private final List<Promise<String>> inside = new ArrayList<>();
  private final List<Promise<Void>> enough = new ArrayList<>();

  @Test
  void no_more_than_the_limit_are_inside() {
    pass(5);
    assertEquals(2, inside.size());
  }

  @Test
  void one_that_leaves_lets_the_next_in() {
    pass(3);
    inside.get(0).complete("done");
    assertEquals(3, inside.size());
  }

  @Test
  void one_that_fails_leaves_as_well() {
    pass(3);
    inside.get(0).fail("refused");
    assertEquals(3, inside.size());
  }

  @Test
  void one_that_hangs_gives_its_turn_away_when_it_is_enough() {
    pass(3);
    enough.get(0).complete();
    assertEquals(3, inside.size());
  }

  @Test
  void a_turn_that_was_given_away_is_not_given_away_again() {
    pass(5);
    enough.get(0).complete();
    inside.get(0).complete("late");
    assertEquals(3, inside.size());
  }

  @Test
  void whoever_passed_hears_the_result() {
    Future<String> result = turnstile.pass(() -> Future.succeededFuture("here"), this::never);
    assertEquals("here", result.result());
  }

  private Future<?> never() {
    enough.add(Promise.promise());
    return enough.get(enough.size() - 1).future();
  }

  private void pass(int times) {
    for (int i = 0; i < times; i++) {
      turnstile.pass(
          () -> {
            inside.add(Promise.promise());
            return inside.get(inside.size() - 1).future();
          },
          this::never);
    }
  }
}
