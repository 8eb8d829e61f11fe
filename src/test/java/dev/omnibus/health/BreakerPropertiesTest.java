package dev.omnibus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.BreakerConfig;
import dev.omnibus.model.BreakerState;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of a breaker whatever happens to it. */
class BreakerPropertiesTest {

  private static final Breaker.Outcome[] OUTCOMES = Breaker.Outcome.values();

  /** Calls begin and end in any order, some never end, and late ones come back from before. */
  @Property(tries = 300)
  void it_never_admits_more_than_its_trials_in_one_half_open_spell(
      @ForAll @IntRange(min = 1, max = 5) int trials, @ForAll long seed) {
    BreakerConfig config =
        BreakerConfig.fromJson(new JsonObject().put("trials", trials).put("consecutive", 3));
    Random random = new Random(seed);
    Breaker breaker = Breaker.fresh(config, Given.T0);
    Instant now = Given.T0;
    long spell = -1;
    int admitted = 0;
    for (int i = 0; i < 400; i++) {
      now = now.plusMillis(random.nextInt(4_000));
      if (random.nextBoolean()) {
        Breaker.Admission admission = breaker.admit(now, random.nextDouble());
        breaker = admission.breaker();
        if (breaker.state() == BreakerState.HALF_OPEN && admission.admitted()) {
          admitted = breaker.generation() == spell ? admitted + 1 : 1;
          spell = breaker.generation();
          assertTrue(admitted <= trials);
        }
      } else {
        long generation = breaker.generation() - random.nextInt(2);
        Breaker.Outcome outcome = OUTCOMES[random.nextInt(OUTCOMES.length)];
        breaker = breaker.record(outcome, generation, now, random.nextDouble());
      }
    }
  }

  @Property(tries = 300)
  void no_rate_opens_it_under_the_minimum_volume(
      @ForAll @Size(max = 9) List<Breaker.Outcome> outcomes) {
    BreakerConfig config = BreakerConfig.fromJson(new JsonObject().put("consecutive", 1_000));
    Breaker breaker = Breaker.fresh(config, Given.T0);
    for (Breaker.Outcome outcome : outcomes) {
      breaker = breaker.record(outcome, breaker.generation(), Given.T0, 0);
    }
    assertEquals(BreakerState.CLOSED, breaker.state());
  }

  /** A breaker that counts only failures in a row would never see these. */
  @Property(tries = 100)
  void every_second_call_failing_opens_it(@ForAll @IntRange(min = 10, max = 200) int calls) {
    Breaker breaker = Breaker.fresh(Given.BREAKER, Given.T0);
    int longestRow = 0;
    for (int i = 0; i <= calls; i++) {
      Breaker.Outcome outcome = i % 2 == 0 ? Breaker.Outcome.FAIL : Breaker.Outcome.OK;
      breaker = breaker.record(outcome, breaker.generation(), Given.T0.plusMillis(i), 0);
      longestRow = Math.max(longestRow, breaker.streak());
    }
    assertNotEquals(BreakerState.CLOSED, breaker.state());
    assertTrue(longestRow <= 1);
  }

  @Property(tries = 300)
  void an_open_one_always_tries_again_in_time(
      @ForAll @IntRange(min = 0, max = 10_000) int trips,
      @ForAll @IntRange(min = 0, max = 1_000) int roll) {
    long millis = Breaker.openTime(Given.BREAKER, trips, roll / 1_000.0).toMillis();
    assertTrue(millis > 0 && millis <= Given.BREAKER.openMax().toMillis());
  }
}
