package dev.omnibus.coordinator.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelGuessTest {

  private final LevelGuess guess = new LevelGuess();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "listening on 3000|INFO",
        "2026-11-22 10:00:00,123 - app - ERROR - no disk|ERROR",
        "[warn] low on space|WARNING",
        "WARN  c.e.App - slow|WARNING",
        "error: cannot open|ERROR",
        "npm ERR! code E404|ERROR",
        "time=\"..\" level=debug msg=\"x\"|DEBUG",
        "{\"level\":\"warn\",\"msg\":\"x\"}|WARNING",
        "Traceback (most recent call last):|ERROR",
        "ValueError: bad|ERROR",
        "java.lang.IllegalStateException: bad|ERROR",
        "panic: runtime error|ERROR",
        "0 errors, 3 warnings|INFO",
        "no error-prone words|INFO",
        "NOTICE of change|NOTICE",
      })
  void it_is_what_loggers_write(String text, LogLevel level) {
    assertEquals(level, guess.of(text));
  }

  @Test
  void what_is_indented_belongs_to_the_line_before() {
    guess.of("java.io.IOException: gone");
    assertEquals(LogLevel.ERROR, guess.of("\tat com.example.App.main(App.java:1)"));
    guess.of("listening");
    assertEquals(LogLevel.INFO, guess.of("  on 3000"));
  }
}
