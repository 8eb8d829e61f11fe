package dev.omnibus.mcp.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  private final List<String> lines = new ArrayList<>();
  private final List<String> tooLong = new ArrayList<>();
  private final List<String> passedOver = new ArrayList<>();
  private int endless;
  private final LineSplitter splitter = new LineSplitter(10, new Heard());

  private final class Heard implements LineSplitter.Lines {
    @Override
    public void line(byte[] line) {
      lines.add(text(line));
    }

    @Override
    public void tooLong(byte[] beginning) {
      tooLong.add(text(beginning));
    }

    @Override
    public void passedOver(long bytes, byte[] end) {
      passedOver.add(bytes + " " + text(end));
    }

    @Override
    public void endless() {
      endless++;
    }
  }

  @Test
  void a_line_may_come_in_pieces() {
    feed("he", "ll", "o\nwor", "ld\n");
    assertEquals(List.of("hello", "world"), lines);
  }

  @Test
  void a_chunk_may_hold_many_lines_and_empty_ones() {
    feed("a\n\nb\r\nc\n");
    assertEquals(List.of("a", "", "b", "c"), lines);
  }

  @Test
  void a_character_may_be_cut_in_two() {
    byte[] bytes = "grüße\n".getBytes(StandardCharsets.UTF_8);
    for (byte one : bytes) {
      splitter.feed(ByteBuffer.wrap(new byte[] {one}));
    }
    assertEquals(List.of("grüße"), lines);
  }

  @Test
  void a_line_of_the_full_length_is_a_line() {
    feed("0123456789\n");
    assertEquals(List.of("0123456789"), lines);
  }

  @Test
  void a_longer_one_is_reported_once_with_its_beginning_and_the_next_is_fine() {
    feed("0123456789ab", "cdef".repeat(100), "\nok\n");
    assertEquals(List.of("0123456789"), tooLong);
    assertEquals(List.of("ok"), lines);
  }

  @Test
  void its_length_and_its_end_are_told_when_it_is_over() {
    feed("0123456789ab", "cd", "\n", "0123456789a\n", "ok\n");
    assertEquals(List.of("14 0123456789abcd", "11 0123456789a"), passedOver);
    assertEquals(List.of("ok"), lines);
  }

  @Test
  void of_a_long_end_the_last_bytes_are_told() {
    feed("0123456789", "x".repeat(1_000), "y".repeat(100), "\n");
    assertEquals(List.of("1110 " + "x".repeat(156) + "y".repeat(100)), passedOver);
  }

  @Test
  void one_that_does_not_end_is_told_once() {
    feed("x".repeat(40));
    assertEquals(0, endless);
    feed("x", "x".repeat(1_000));
    assertEquals(1, endless);
  }

  @Test
  void what_has_no_line_end_is_a_line_when_the_stream_ends() {
    feed("last");
    splitter.end();
    assertEquals(List.of("last"), lines);
  }

  @Test
  void all_of_a_chunk_is_taken() {
    ByteBuffer chunk = ByteBuffer.wrap("abc\nde".getBytes(StandardCharsets.UTF_8));
    splitter.feed(chunk);
    assertEquals(0, chunk.remaining());
  }

  private void feed(String... chunks) {
    for (String chunk : chunks) {
      splitter.feed(ByteBuffer.wrap(chunk.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
