package dev.omnibus.bridge.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  @Test
  void it_is_read_from_text() {
    assertEquals(42, Cursor.from("{\"n1@x\":42}").at("n1@x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "[]", "{\"a\":\"1\"}", "{\"a\":-1}", "{\"a\":1.5}", "{\"a\":null}"})
  void what_is_no_cursor_is_refused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Cursor.from(text));
  }

  @Test
  void a_number_is_no_cursor() {
    assertThrows(IllegalArgumentException.class, () -> Cursor.from(5));
  }
}
