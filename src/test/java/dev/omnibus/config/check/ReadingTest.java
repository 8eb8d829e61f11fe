package dev.omnibus.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("f");
  }

  private Reading read(byte[] bytes) throws Exception {
    Files.write(file, bytes);
    return Reading.of(file, "f");
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_text() throws Exception {
    assertEquals("{}", read("\uFEFF{}".getBytes(StandardCharsets.UTF_8)).text());
  }

  @Test
  void an_empty_file_is_an_empty_text() throws Exception {
    assertEquals("", read(new byte[0]).text());
  }

  @Test
  void five_megabytes_are_too_much() throws Exception {
    assertEquals("f:1:1 is larger than 4 MiB", read(new byte[5 << 20]).problem().toString());
  }

  @Test
  void bytes_that_are_no_text_have_their_place() throws Exception {
    byte[] bytes = "{\n ä}".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals("f:2:2 is not UTF-8", read(bytes).problem().toString());
  }

  @Test
  void a_letter_cut_in_half_at_the_end_is_no_text() throws Exception {
    assertEquals(
        "f:1:3 is not UTF-8", read(new byte[] {'{', '}', (byte) 0xC3}).problem().toString());
  }

  @Test
  void a_missing_file_says_so() {
    assertEquals("f:1:1 there is no such file", Reading.of(file, "f").problem().toString());
  }

  @Test
  void a_device_or_a_pipe_is_not_waited_for() {
    assertEquals(
        "f:1:1 is no file that can be read",
        Reading.of(Path.of("/dev/null"), "f").problem().toString());
  }
}
