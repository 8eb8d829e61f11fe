package dev.omnibus.mcp.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LineGateTest {

  private static final long SECOND = 1_000_000_000L;
  private final LineGate gate = new LineGate(2, 2);

  @Test
  void no_more_than_the_limit_pass_in_a_second() {
    assertTrue(gate.admits(1));
    assertTrue(gate.admits(2));
    assertFalse(gate.admits(3));
  }

  @Test
  void the_next_second_is_open_again() {
    for (int i = 0; i < 5; i++) {
      gate.admits(i);
    }
    assertTrue(gate.admits(SECOND));
  }

  @Test
  void a_quiet_time_saves_up_no_more_than_may_come_at_once() {
    gate.admits(0);
    assertTrue(gate.admits(100 * SECOND));
    assertTrue(gate.admits(100 * SECOND));
    assertFalse(gate.admits(100 * SECOND));
  }

  @Test
  void what_did_not_pass_is_counted_once() {
    for (int i = 0; i < 5; i++) {
      gate.admits(i);
    }
    assertEquals(3, gate.takeLeftOut());
    assertEquals(0, gate.takeLeftOut());
  }
}
