package dev.omnibus.coordinator.log;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The last lines of one log, bounded in number and size. Not thread-safe. */
final class LogRing {

  private final int mostLines;
  private final int mostBytes;
  private final Deque<LogLine> lines = new ArrayDeque<>();
  private int bytes;

  LogRing(int mostLines, int mostBytes) {
    this.mostLines = mostLines;
    this.mostBytes = mostBytes;
  }

  void add(LogLine line) {
    lines.addLast(line);
    bytes += line.size();
    while (lines.size() > mostLines || bytes > mostBytes && lines.size() > 1) {
      bytes -= lines.removeFirst().size();
    }
  }

  /** The newest that are wanted, oldest first. */
  List<LogLine> newest(LogQuery query) {
    List<LogLine> found = new ArrayList<>();
    Iterator<LogLine> backwards = lines.descendingIterator();
    while (backwards.hasNext() && found.size() < query.limit()) {
      LogLine line = backwards.next();
      if (query.wants(line)) {
        found.add(line);
      }
    }
    Collections.reverse(found);
    return found;
  }

  /** When the oldest of them was written. */
  Optional<Instant> oldest() {
    return Optional.ofNullable(lines.peekFirst()).map(LogLine::at);
  }
}
