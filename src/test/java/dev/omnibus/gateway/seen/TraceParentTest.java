package dev.omnibus.gateway.seen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Test
  void a_child_keeps_trace_and_flags_and_has_a_span_of_its_own() {
    String child = TraceParent.child(PARENT);
    assertTrue(child.matches("00-" + TRACE + "-[0-9a-f]{16}-01"), child);
    assertFalse(child.contains("00f067aa0ba902b7"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + TRACE + "-0000000000000000-01"
      })
  void what_is_no_trace_begins_a_new_one_that_is_not_sampled(String parent) {
    String child = TraceParent.child(parent);
    assertTrue(child.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00"), child);
    assertEquals(55, child.length());
  }
}
