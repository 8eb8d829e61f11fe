package dev.omnibus.coordinator.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class HarmlessTest {

  @Test
  void a_plain_text_stays_the_same_object() {
    String text = "ready, 20 °C\tand 日本語";
    assertSame(text, Harmless.of(text));
  }

  @Test
  void colours_are_gone() {
    assertEquals("ERROR: no", Harmless.of("\u001b[1;31mERROR\u001b[0m: no"));
  }

  @Test
  void a_title_and_a_link_for_the_terminal_are_gone() {
    assertEquals("ab", Harmless.of("a\u001b]0;evil\u0007\u001b]8;;http://x\u001b\\b"));
  }

  @Test
  void what_clears_the_screen_or_moves_the_cursor_is_gone() {
    assertEquals("xy", Harmless.of("x\u001b[2J\u001b[H\u001bc\u009b1;1Hy"));
  }

  @Test
  void a_sequence_that_does_not_end_is_shown() {
    assertEquals("\\u001b]0;evil", Harmless.of("\u001b]0;evil"));
  }

  @Test
  void other_characters_that_are_obeyed_are_shown() {
    assertEquals("\\u0000\\u0008\\u007f\\u0085", Harmless.of("\u0000\b\u007f\u0085"));
  }

  @Test
  void what_turns_the_direction_of_reading_or_is_not_seen_is_shown() {
    assertEquals("a\\u202eb\\u200bc\\ufeff", Harmless.of("a\u202eb\u200bc\ufeff"));
  }

  @Test
  void several_lines_become_one() {
    assertEquals("a \u23ce b \u23ce c\\u000d", Harmless.of("a\nb\r\nc\r"));
  }
}
