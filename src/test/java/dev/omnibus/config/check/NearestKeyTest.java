package dev.omnibus.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestKeyTest {

  private static final List<String> KEYS = List.of("command", "args", "env", "url", "enabled");

  @Test
  void a_missing_letter_is_near() {
    assertEquals(Optional.of("command"), NearestKey.of("comand", KEYS));
  }

  @Test
  void two_swapped_letters_are_one_typo() {
    assertEquals(Optional.of("url"), NearestKey.of("ulr", KEYS));
  }

  @Test
  void case_does_not_count() {
    assertEquals(Optional.of("url"), NearestKey.of("URL", KEYS));
  }

  @Test
  void another_word_is_not_near() {
    assertEquals(Optional.empty(), NearestKey.of("oauth", KEYS));
  }
}
