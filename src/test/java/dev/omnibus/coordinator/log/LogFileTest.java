package dev.omnibus.coordinator.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00.000001Z");

  @TempDir Path folder;
  private LogFile file;

  @BeforeEach
  void open() {
    file = new LogFile(folder.resolve("files.log"), 1_000, 3);
  }

  private static LogLine line(int second, String text) {
    return new LogLine(
        START.plusSeconds(second), LogLevel.INFO, LogSource.STDERR, null, text, null);
  }

  private void write(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      file.append(line(i, "line " + i).toText() + "\n");
    }
  }

  private List<String> read(JsonObject query, Instant before) throws IOException {
    long soon = System.nanoTime() + 10_000_000_000L;
    return file.newest(LogQuery.fromJson(query), before, soon).stream().map(LogLine::text).toList();
  }

  @Test
  void what_was_written_is_read_oldest_first() throws IOException {
    write(0, 5);
    JsonObject three = new JsonObject().put("limit", 3);
    assertEquals(List.of("line 2", "line 3", "line 4"), read(three, Instant.MAX));
  }

  @Test
  void it_is_read_across_the_files_and_only_so_many_are_kept() throws IOException {
    write(0, 200);
    List<String> all = read(new JsonObject(), Instant.MAX);
    assertEquals("line 199", all.get(all.size() - 1));
    assertTrue(all.size() > 20 && all.size() < 100, () -> all.size() + " lines");
    assertEquals(3, folder.toFile().list().length);
    for (String name : folder.toFile().list()) {
      assertTrue(Files.size(folder.resolve(name)) <= 1_000);
    }
  }

  @Test
  void only_what_is_wanted_and_older_is_read() throws IOException {
    write(0, 10);
    JsonObject late = new JsonObject().put("since", START.plusSeconds(3).toString());
    assertEquals(List.of("line 4", "line 5"), read(late, START.plusSeconds(6)));
    assertEquals(List.of("line 7"), read(new JsonObject().put("text", "LINE 7"), Instant.MAX));
    assertEquals(List.of(), read(new JsonObject().put("level", "error"), Instant.MAX));
  }

  @Test
  void half_a_line_after_a_crash_is_passed_over() throws IOException {
    write(0, 1);
    file.append("2026-11-22T10:00:07.0000");
    file.append("\n");
    write(2, 3);
    assertEquals(List.of("line 0", "line 2"), read(new JsonObject(), Instant.MAX));
  }

  @Test
  void half_a_character_after_a_crash_costs_that_line_alone() throws IOException {
    write(0, 1);
    Files.write(
        folder.resolve("files.log"),
        new byte[] {'2', '0', (byte) 0xe2, (byte) 0x82, '\n'},
        StandardOpenOption.APPEND);
    write(2, 3);
    assertEquals(List.of("line 0", "line 2"), read(new JsonObject(), Instant.MAX));
  }

  @Test
  void lines_are_read_whole_wherever_blocks_end() throws IOException {
    LogFile large = new LogFile(folder.resolve("large.log"), 10 << 20, 1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      text.append(line(i, "ö" + "x".repeat(i % 190) + i).toText()).append('\n');
    }
    large.append(text.toString());
    JsonObject most = new JsonObject().put("limit", 2_000);
    long soon = System.nanoTime() + 10_000_000_000L;
    List<LogLine> lines = large.newest(LogQuery.fromJson(most), Instant.MAX, soon);
    for (int i = 0; i < 2_000; i++) {
      int number = 1_000 + i;
      assertEquals("ö" + "x".repeat(number % 190) + number, lines.get(i).text());
    }
  }

  @Test
  void who_is_late_gets_what_was_found() throws IOException {
    write(0, 3);
    long past = System.nanoTime() - 1;
    LogQuery all = LogQuery.fromJson(new JsonObject());
    assertEquals(List.of(), file.newest(all, Instant.MAX, past));
  }

  @Test
  void nobody_else_may_read_it() throws IOException {
    write(0, 1);
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("files.log"))));
  }

  @Test
  void a_link_in_its_place_is_not_followed() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "mine");
    Files.createSymbolicLink(folder.resolve("files.log"), other);
    assertThrows(IOException.class, () -> write(0, 1));
    assertEquals("mine", Files.readString(other));
    assertFalse(read(new JsonObject(), Instant.MAX).contains("mine"));
  }

  @Test
  void a_line_comes_back_from_its_text() {
    LogLine said = new LogLine(START, LogLevel.ERROR, LogSource.MCP, "db pool", "a [b] c  d", null);
    assertEquals(said, LogLine.fromText(said.toText()).orElseThrow());
    LogLine plain = line(1, "[x] y");
    assertEquals(plain, LogLine.fromText(plain.toText()).orElseThrow());
  }
}
