package dev.omnibus.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PauseTest {

  private static final long NOW = 1_000_000;

  private final Pause pause = new Pause();

  /** How long it lasts after a failure at this time. */
  private long after(long now) {
    pause.failed(now);
    long lasts = 0;
    while (pause.isOn(now + lasts)) {
      lasts++;
    }
    return lasts;
  }

  @Test
  void each_failure_that_follows_another_doubles_it_up_to_a_limit() {
    for (long most : new long[] {500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000}) {
      long lasts = after(NOW);
      assertTrue(lasts <= most && lasts >= most * 4 / 5, lasts + " of " + most);
    }
  }

  @Test
  void once_something_was_taken_it_begins_anew() {
    after(NOW);
    after(NOW);
    pause.end();
    assertFalse(pause.isOn(NOW));
    assertFalse(pause.isBegun());
    assertTrue(after(NOW) <= 500);
  }

  @Test
  void a_clock_that_was_set_back_does_not_make_it_long() {
    pause.failed(NOW);
    assertFalse(pause.isOn(NOW - 3_600_000));
  }
}
