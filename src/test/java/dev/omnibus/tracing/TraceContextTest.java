package dev.omnibus.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Test
  void what_was_read_is_written_as_it_was() {
    TraceContext read = TraceContext.parse(PARENT);
    assertEquals(TRACE, read.trace());
    assertTrue(read.sampled());
    assertEquals(PARENT, read.text());
  }

  @Test
  void only_the_flag_that_is_known_is_passed_on() {
    assertEquals(
        "00-" + TRACE + "-00f067aa0ba902b7-00",
        TraceContext.parse("00-" + TRACE + "-00f067aa0ba902b7-fe").text());
  }

  @Test
  void what_a_later_version_adds_is_left_out() {
    assertEquals(
        PARENT, TraceContext.parse("01-" + TRACE + "-00f067aa0ba902b7-01-what-else").text());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-" + TRACE + "-00f067aa0ba902b7-01-more",
        "00-" + TRACE + "-00f067aa0ba902b7-01x",
        "01-" + TRACE + "-00f067aa0ba902b7-01x",
        "ff-" + TRACE + "-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-" + TRACE + "_00f067aa0ba902b7-01",
        "00-" + TRACE + "-00f067aa0ba902b7-zz",
        "0\u0660-" + TRACE + "-00f067aa0ba902b7-01"
      })
  void what_is_no_context_is_none(String text) {
    assertNull(TraceContext.parse(text));
  }

  @Test
  void a_new_trace_is_not_sampled_and_like_no_other() {
    TraceContext fresh = TraceContext.fresh();
    assertFalse(fresh.sampled());
    assertEquals(fresh, TraceContext.parse(fresh.text()));
    assertNotEquals(fresh.trace(), TraceContext.fresh().trace());
  }

  @Test
  void spans_that_belong_to_one_are_all_different_and_always_the_same() {
    Set<Long> seen = new HashSet<>();
    for (int nth = 1; nth < 2_000; nth++) {
      assertTrue(seen.add(TraceContext.derived(42, nth)));
    }
    assertEquals(TraceContext.derived(42, 7), TraceContext.derived(42, 7));
    assertFalse(seen.contains(0L));
  }
}
