package dev.omnibus.health;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.BreakerConfig;
import dev.omnibus.model.BreakerState;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakerTest {

  private static final Instant T0 = Given.T0;

  /**
   * One second passes before each letter: o ok, f fail, s slow, a admit, w wait 15 s, W a minute.
   */
  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource({
    "a success keeps it closed, o, closed",
    "seven failures are not eight, fffffff, closed",
    "eight in a row open it, ffffffff, open",
    "half failed of enough open it, fofofofofof, open",
    "half failed of too few do not, fofofofof, closed",
    "a success never opens it, fofofofofo, closed",
    "a tenth failed does not, ooooooooof, closed",
    "all slow of enough open it, ssssssssss, open",
    "all but one slow do not, ossssssssss, closed",
    "what is older than the window does not count, fofofofoWof, closed",
    "it stays open for its time, ffffffffa, open",
    "then it lets a trial through, ffffffffwa, half_open",
    "one good trial is not enough, ffffffffwao, half_open",
    "two good trials close it, ffffffffwaoao, closed",
    "a slow trial is a good one, ffffffffwasas, closed",
    "but not where slowness opened it, sssssssssswas, open",
    "a failed trial opens it again, ffffffffwaf, open",
    "the second open time is longer, ffffffffwafwa, open",
    "but it ends, ffffffffwafwwa, half_open",
    "a closed one starts to count anew, ffffffffwaoaofffffff, closed",
    "trials without an end open it again, ffffffffwaawa, open",
  })
  void a_scenario(String what, String letters, String state) {
    BreakerConfig config = BreakerConfig.fromJson(new JsonObject().put("slowRate", 1.0));
    assertEquals(BreakerState.of(state), play(Breaker.fresh(config, T0), letters).state());
  }

  @Test
  void slowness_alone_opens_nothing_by_default() {
    Breaker slow = play(Breaker.fresh(Given.BREAKER, T0), "s".repeat(60));
    assertEquals(BreakerState.CLOSED, slow.state());
  }

  @Test
  void a_late_success_from_before_does_not_close_it() {
    Breaker closed = Breaker.fresh(Given.BREAKER, T0);
    Breaker trying = Given.halfOpen();
    Breaker after = trying;
    for (int i = 0; i < 5; i++) {
      after = after.record(Breaker.Outcome.OK, closed.generation(), T0, 0);
    }
    assertEquals(trying, after);
  }

  @Test
  void a_forced_open_one_admits_nobody_ever() {
    Breaker forced = Given.open().force(BreakerState.FORCED_OPEN, T0);
    assertFalse(forced.admit(T0.plus(Duration.ofDays(1)), 0).admitted());
  }

  @Test
  void a_forced_closed_one_never_opens() {
    Breaker forced = Breaker.fresh(Given.BREAKER, T0).force(BreakerState.FORCED_CLOSED, T0);
    Breaker after = play(forced, "f".repeat(50));
    assertAll(
        () -> assertEquals(BreakerState.FORCED_CLOSED, after.state()),
        () -> assertTrue(after.admit(T0, 0).admitted()));
  }

  @Test
  void an_operator_can_close_it() {
    Breaker closed = Given.open().force(BreakerState.CLOSED, T0);
    assertAll(
        () -> assertEquals(BreakerState.CLOSED, closed.state()),
        () -> assertEquals(0, closed.status(T0).failures()));
  }

  @Test
  void an_operator_cannot_force_it_half_open() {
    Breaker breaker = Given.open();
    assertThrows(IllegalArgumentException.class, () -> breaker.force(BreakerState.HALF_OPEN, T0));
  }

  @Test
  void the_open_time_doubles_up_to_the_longest() {
    assertAll(
        () -> assertEquals(15, Breaker.openTime(Given.BREAKER, 0, 0).toSeconds()),
        () -> assertEquals(30, Breaker.openTime(Given.BREAKER, 1, 0).toSeconds()),
        () -> assertEquals(240, Breaker.openTime(Given.BREAKER, 4, 0).toSeconds()),
        () -> assertEquals(300, Breaker.openTime(Given.BREAKER, 5, 0).toSeconds()),
        () -> assertEquals(300, Breaker.openTime(Given.BREAKER, 5_000, 0).toSeconds()));
  }

  @Test
  void jitter_takes_up_to_a_fifth_off() {
    assertEquals(12, Breaker.openTime(Given.BREAKER, 0, 1).toSeconds());
  }

  @Test
  void a_breaker_that_opens_again_soon_stays_open_longer() {
    Breaker again = play(Breaker.fresh(Given.BREAKER, T0), "ffffffffwaoaoffffffff");
    assertEquals(Duration.ofSeconds(30), Duration.between(again.since(), again.until()));
  }

  @Test
  void a_window_spent_closed_forgets_one_opening() {
    Breaker again = play(Breaker.fresh(Given.BREAKER, T0), "ffffffffwaoaoWffffffff");
    assertEquals(Duration.ofSeconds(15), Duration.between(again.since(), again.until()));
  }

  @Test
  void an_open_one_says_how_many_failed_and_when_it_tries_again() {
    Breaker open = Given.open();
    assertAll(
        () -> assertEquals(8, open.status(T0).failures()),
        () -> assertEquals(T0.plusSeconds(15), open.status(T0).retryAt()));
  }

  private static Breaker play(Breaker start, String letters) {
    Breaker breaker = start;
    Instant now = T0;
    for (char letter : letters.toCharArray()) {
      now = now.plusSeconds(letter == 'w' ? 15 : letter == 'W' ? 60 : 1);
      long generation = breaker.generation();
      breaker =
          switch (letter) {
            case 'o' -> breaker.record(Breaker.Outcome.OK, generation, now, 0);
            case 'f' -> breaker.record(Breaker.Outcome.FAIL, generation, now, 0);
            case 's' -> breaker.record(Breaker.Outcome.SLOW, generation, now, 0);
            case 'a' -> breaker.admit(now, 0).breaker();
            default -> breaker;
          };
    }
    return breaker;
  }
}
