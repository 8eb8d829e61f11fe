package dev.omnibus.coordinator.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFileNameTest {

  @Test
  void a_plain_name_is_the_name_of_the_file() {
    assertEquals("files.log", LogFileName.of("files"));
    assertEquals("my-files_2.v1~3.log", LogFileName.of("my-files_2.v1~3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/etc/passwd",
        "..",
        ".",
        "a\\b",
        "a\0b",
        "",
        "C:",
        "a\nb",
        "\u202e"
      })
  void no_name_leads_out_of_the_folder(String hostile) {
    Path folder = Path.of("data/logs");
    Path file = folder.resolve(LogFileName.of(hostile)).normalize();
    assertEquals(folder, file.getParent());
    assertTrue(file.getFileName().toString().matches("[A-Za-z0-9_+~-]+\\.log"), file::toString);
  }

  @Test
  void names_that_differ_in_case_alone_have_files_that_differ_in_more() {
    assertNotEquals(
        LogFileName.of("Files").toLowerCase(Locale.ROOT),
        LogFileName.of("files").toLowerCase(Locale.ROOT));
    assertNotEquals(
        LogFileName.of("FILES").toLowerCase(Locale.ROOT),
        LogFileName.of("Files").toLowerCase(Locale.ROOT));
  }

  @Test
  void names_that_differ_in_an_unsafe_character_alone_have_files_of_their_own() {
    assertNotEquals(LogFileName.of("a/b"), LogFileName.of("a:b"));
  }

  @Test
  void a_long_name_has_a_name_that_every_file_system_takes() {
    assertTrue(LogFileName.of("x".repeat(5_000)).length() < 120);
  }
}
