package dev.omnibus.coordinator.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The file of one log: when it is full it becomes {@code .1}, that {@code .2}, and the last one
 * goes. Only the account of this node may read it, and no link is followed. Blocking, and for one
 * thread at a time.
 */
final class LogFile {

  private static final Set<OpenOption> APPEND =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.APPEND,
          LinkOption.NOFOLLOW_LINKS);
  private static final FileAttribute<?> MINE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;
  private final int mostBytes;
  private final int count;

  /**
   * @param count of files, this one included
   */
  LogFile(Path path, int mostBytes, int count) {
    this.path = path;
    this.mostBytes = mostBytes;
    this.count = count;
  }

  void append(String lines) throws IOException {
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && Files.size(path) + bytes.length > mostBytes) {
      rotate();
    }
    try (SeekableByteChannel channel = Files.newByteChannel(path, APPEND, MINE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  private void rotate() throws IOException {
    if (count == 1) {
      Files.delete(path);
      return;
    }
    for (int i = count - 1; i >= 1; i--) {
      Path from = i == 1 ? path : rotated(i - 1);
      if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(from, rotated(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path rotated(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  /**
   * The newest lines that are wanted and older than a moment, oldest first. Files that move on
   * while they are read do no harm: nothing is told twice.
   *
   * @param deadline by {@link System#nanoTime}; what was not found until then is left out
   */
  List<LogLine> newest(LogQuery query, Instant before, long deadline) throws IOException {
    Search search = new Search(query, before, deadline);
    for (int i = 0; i < count && search.goesOn(); i++) {
      Path file = i == 0 ? path : rotated(i);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        Backwards.read(file, search::saw);
      }
    }
    Collections.reverse(search.found);
    return search.found;
  }

  /** Backwards through all files of the log. */
  private static final class Search {
    private final LogQuery query;
    private final long deadline;
    private final List<LogLine> found = new ArrayList<>();
    private Instant before;
    private boolean over;

    Search(LogQuery query, Instant before, long deadline) {
      this.query = query;
      this.before = before;
      this.deadline = deadline;
    }

    boolean goesOn() {
      return !over && found.size() < query.limit() && System.nanoTime() - deadline < 0;
    }

    /** Whether the line before it is wanted too. */
    boolean saw(String text) {
      LogLine.fromText(text).filter(line -> line.at().isBefore(before)).ifPresent(this::saw);
      return goesOn();
    }

    private void saw(LogLine line) {
      before = line.at();
      over = query.since() != null && !line.at().isAfter(query.since());
      if (query.wants(line)) {
        found.add(line);
      }
    }
  }
}
