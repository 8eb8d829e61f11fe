package dev.omnibus.coordinator.vitals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads {@code /proc}. */
final class LinuxTable implements ProcessTable {

  private static final Path PROC = Path.of("/proc");

  /** Linux counts time for programs in hundredths of a second, whatever its own clock does. */
  private static final long TICK_MS = 10;

  private static final int PARENT = 1;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int LONGEST = 20;

  static boolean isHere() {
    return Files.isReadable(PROC.resolve("self/stat"));
  }

  @Override
  public Map<Long, Row> rows() {
    Map<Long, Row> rows = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path one : all) {
        Row row = row(one);
        if (row != null) {
          rows.put(row.pid(), row);
        }
      }
    } catch (IOException none) {
      return rows;
    }
    return rows;
  }

  /** {@code 42 (a name) S 1 ...}; the name may hold anything. Null when it ended meanwhile. */
  private static Row row(Path process) {
    try {
      String stat = read(process.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", LONGEST);
      long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
      long pid = Long.parseLong(process.getFileName().toString());
      return new Row(pid, Long.parseLong(fields[PARENT]), ticks * TICK_MS);
    } catch (IOException | RuntimeException gone) {
      return null;
    }
  }

  @Override
  public More more(long pid) {
    Path process = PROC.resolve(Long.toString(pid));
    try {
      String status = read(process.resolve("status"));
      Long kilobytes = number(status, "\nVmRSS:");
      Long threads = number(status, "\nThreads:");
      return new More(
          kilobytes == null ? null : kilobytes * 1024,
          openFiles(process),
          threads == null ? null : threads.intValue());
    } catch (IOException gone) {
      return new More(null, null, null);
    }
  }

  private static Integer openFiles(Path process) {
    String[] names = process.resolve("fd").toFile().list();
    return names == null ? null : names.length;
  }

  private static Long number(String text, String key) {
    int at = text.indexOf(key);
    if (at < 0) {
      return null;
    }
    int from = at + key.length();
    while (from < text.length() && !Character.isDigit(text.charAt(from))) {
      from++;
    }
    int to = from;
    while (to < text.length() && Character.isDigit(text.charAt(to))) {
      to++;
    }
    return to == from ? null : Long.valueOf(text.substring(from, to));
  }

  /** A name in it may be in any encoding. */
  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
