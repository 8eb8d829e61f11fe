package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.presence.Place;
import org.junit.jupiter.api.Test;

class VisitorTest {

  @Test
  void a_browser_is_a_page() {
    assertEquals(Place.UNKNOWN, Visitor.of("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"));
  }

  @Test
  void a_program_is_called_what_it_calls_itself() {
    assertEquals(Place.of("omnibus-tail"), Visitor.of("omnibus-tail"));
    assertEquals(Place.of("python"), Visitor.of("python/3.12 websockets/15.0"));
  }

  @Test
  void of_a_name_that_is_a_text_only_the_first_short_word_is_shown() {
    assertEquals(Place.of("a".repeat(32)), Visitor.of("a".repeat(4_000)));
    assertEquals(Place.of("x"), Visitor.of("x\r\nSet-Cookie: y"));
    assertEquals(Place.of("program"), Visitor.of("<script>"));
    assertEquals(Place.of("program"), Visitor.of(""));
    assertEquals(Place.of("program"), Visitor.of((String) null));
  }
}
