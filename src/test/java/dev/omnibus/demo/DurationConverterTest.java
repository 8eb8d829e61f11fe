package dev.omnibus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
  private final DurationConverter converter = new DurationConverter();

  @Test
  void a_bare_number_is_milliseconds() {
    assertEquals(Duration.ofMillis(1500), converter.convert("1500"));
  }

  @Test
  void units_are_ms_s_and_m() {
    assertEquals(Duration.ofMillis(250), converter.convert("250ms"));
    assertEquals(Duration.ofSeconds(60), converter.convert("60s"));
    assertEquals(Duration.ofMinutes(2), converter.convert("2m"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-5", "1.5s", "60 s", "99999999999"})
  void anything_else_is_refused(String text) {
    assertThrows(TypeConversionException.class, () -> converter.convert(text));
  }
}
