package dev.omnibus.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private final RetryBudget budget = new RetryBudget();

  private int taken(long now) {
    int taken = 0;
    while (budget.take(now)) {
      taken++;
    }
    return taken;
  }

  private void call(int times) {
    for (int i = 0; i < times; i++) {
      budget.called();
    }
  }

  @Test
  void who_calls_seldom_has_ten_a_second() {
    assertEquals(10, taken(0));
    assertEquals(0, taken(SECOND / 20));
    assertEquals(5, taken(SECOND / 20 + SECOND / 2));
    assertEquals(10, taken(90 * SECOND));
  }

  @Test
  void a_fifth_of_all_calls_may_be_repeated() {
    call(100);
    assertEquals(10 + 20, taken(0));
    call(4);
    assertEquals(0, taken(0));
    call(1);
    assertEquals(1, taken(0));
  }

  @Test
  void a_calm_day_does_not_pay_for_a_storm() {
    call(1_000_000);
    assertEquals(10 + 200, taken(0));
  }
}
