package dev.omnibus.audit;

import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts that could not be written in time, put aside in files of one JSON line each, oldest first.
 * Files are named by when they were begun, so that their order survives a restart; by a number
 * after the last one, which is kept beside them, when the clock went back. Blocks; one thread at a
 * time.
 */
final class Spill {

  /** The oldest acts that are aside, and where the store stands when it has them. */
  record Portion(List<AuditEntry> entries, SpillPosition position) {}

  private static final Logger LOG = LoggerFactory.getLogger(Spill.class);
  private static final String ENDING = ".jsonl";
  private static final Pattern NAME = Pattern.compile("(\\d{1,20})\\.jsonl");

  /** Holds the number of the last file that was begun, in whichever life. */
  private static final String LAST = "last";

  /** Leaves room for one file before another. */
  private static final int DISTANCE = 2;

  /** So many begin another file. */
  static final int LINES = 10_000;

  private final Path folder;

  /** Lines of each segment that still matter; the first is the oldest. */
  private final TreeMap<Long, Integer> segments = new TreeMap<>();

  /** How many lines of the oldest segment are written already. */
  private long done;

  /** A segment that is whole, or was cut in mid-line: what comes next begins another. */
  private long closed;

  /** The last segment that was begun, or that the store has something of: others come after it. */
  private long floor;

  /** Segments that were begun before the store was heard of in this life. */
  private final TreeSet<Long> fresh = new TreeSet<>();

  /** Whether the store said how far it came, or gets something now that it may say. */
  private boolean asked;

  /** How many lines are not written yet. */
  private volatile long size;

  private Spill(Path folder) {
    this.folder = folder;
  }

  /** Opens what an earlier life of the node left behind. */
  static Spill open(Path folder) throws IOException {
    Spill spill = new Spill(folder);
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        spill.found(file);
      }
    }
    spill.count();
    spill.floor = spill.last();
    spill.closed = spill.segments.isEmpty() ? 0 : spill.segments.lastKey();
    return spill;
  }

  private void found(Path file) throws IOException {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (name.matches()) {
      try (BufferedReader lines = reader(file)) {
        segments.put(Long.parseLong(name.group(1)), (int) lines.lines().count());
      }
    } else if (file.toString().endsWith(ENDING)) {
      LOG.warn("a file that is none of ours is left alone file={}", file.getFileName());
    }
  }

  private long last() throws IOException {
    Path file = folder.resolve(LAST);
    String text = Files.exists(file) ? Files.readString(file).strip() : "";
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  /** Forgets what the store has, as it says itself. */
  void skip(SpillPosition written) throws IOException {
    if (written.segment() > floor) {
      floor = written.segment();
      keepIfPossible();
    }
    if (!asked) {
      renumber(written.segment());
    }
    asked = true;
    while (!segments.isEmpty() && segments.firstKey() < written.segment()) {
      drop();
    }
    if (!segments.isEmpty() && segments.firstKey() == written.segment()) {
      done = written.line();
      if (done >= segments.firstEntry().getValue()) {
        drop();
      }
    }
    count();
  }

  private void count() {
    size = segments.values().stream().mapToLong(Integer::longValue).sum() - done;
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  /** How many lines are not written yet; any thread may ask. */
  long size() {
    return size;
  }

  /** Puts acts behind all others. */
  void append(List<AuditEntry> entries, long now) throws IOException {
    boolean another =
        segments.isEmpty()
            || segments.lastKey() == closed
            || segments.lastEntry().getValue() >= LINES;
    write(another ? begin(now) : segments.lastKey(), entries);
  }

  /** The store knows how far it came by the number of a file: none is there twice. */
  private long begin(long now) throws IOException {
    long last = segments.isEmpty() ? floor : Math.max(floor, segments.lastKey());
    long next = Math.max(now, last + DISTANCE);
    keep(next);
    floor = next;
    return next;
  }

  /** A full disk must not keep a store waiting that has room. */
  private void keepIfPossible() {
    try {
      keep(floor);
    } catch (IOException e) {
      LOG.warn("how far the store came can't be noted beside what is put aside: {}", e.toString());
    }
  }

  private void keep(long last) throws IOException {
    Path young = folder.resolve(LAST + ".new");
    Files.writeString(young, last + "\n");
    Files.move(
        young,
        folder.resolve(LAST),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** What was begun before the store could say how far it came may have a number that it knows. */
  private void renumber(long seen) throws IOException {
    if (fresh.isEmpty() || fresh.first() > seen) {
      return;
    }
    for (long segment : List.copyOf(fresh)) {
      long next = Math.max(floor, segments.lastKey()) + DISTANCE;
      keep(next);
      floor = next;
      Files.move(file(segment), file(next));
      segments.put(next, segments.remove(segment));
      closed = closed == segment ? next : closed;
      fresh.remove(segment);
    }
  }

  /**
   * Puts acts before all others: they were on their way when the store failed. They stay together,
   * so that they are known again if they were written after all.
   */
  void prepend(List<AuditEntry> entries, long now) throws IOException {
    closed = segments.isEmpty() ? begin(now) : segments.firstKey() - 1;
    write(closed, entries);
  }

  private void write(long segment, List<AuditEntry> entries) throws IOException {
    StringBuilder lines = new StringBuilder();
    entries.forEach(entry -> lines.append(entry.toJson().encode()).append('\n'));
    Path file = file(segment);
    long before = Files.exists(file) ? Files.size(file) : 0;
    try {
      Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      cutBack(file, before);
      throw e;
    }
    if (!asked && !segments.containsKey(segment)) {
      fresh.add(segment);
    }
    segments.merge(segment, entries.size(), Integer::sum);
    count();
  }

  /** A full disk takes some of the lines: they come again with the rest. */
  private static void cutBack(Path file, long size) throws IOException {
    if (Files.isRegularFile(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(size);
      }
    }
  }

  /** The oldest; none when nothing is aside. */
  Portion first(int most) throws IOException {
    if (segments.isEmpty()) {
      return new Portion(List.of(), SpillPosition.NONE);
    }
    asked = true;
    long segment = segments.firstKey();
    List<AuditEntry> entries = new ArrayList<>();
    try (BufferedReader lines = reader(file(segment))) {
      lines.lines().skip(done).limit(most).forEach(line -> read(line, entries));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    long line = Math.min(done + most, segments.firstEntry().getValue());
    return new Portion(entries, new SpillPosition(segment, line));
  }

  /** Unlike other readers it stands half a letter. */
  private static BufferedReader reader(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
  }

  /** A node that was killed may have left half a line. */
  private static void read(String line, List<AuditEntry> entries) {
    try {
      entries.add(AuditEntry.fromJson(new JsonObject(line)));
    } catch (DecodeException | IllegalArgumentException broken) {
      LOG.warn("a line that was put aside can't be read and is left out");
    }
  }

  private void drop() throws IOException {
    Files.deleteIfExists(file(segments.firstKey()));
    segments.pollFirstEntry();
    done = 0;
  }

  private Path file(long segment) {
    return folder.resolve(String.format("%020d%s", segment, ENDING));
  }
}
