package dev.omnibus.telemetry.traces;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** What is kept of one server: what failed or took long apart from what is there by chance. */
final class Shelf {

  private final Deque<Part> chance = new ArrayDeque<>();
  private final Deque<Part> remarkable = new ArrayDeque<>();
  private long chanceBytes;
  private long bytes;

  void put(Part part) {
    bytes += part.bytes();
    if (part.byChance()) {
      chanceBytes += part.bytes();
      chance.add(part);
    } else {
      remarkable.add(part);
    }
  }

  /** The oldest of the kind that has more than its half; null when there is nothing. */
  Part giveOldest() {
    boolean lucky = remarkable.isEmpty() || !chance.isEmpty() && 2 * chanceBytes >= bytes;
    Part oldest = (lucky ? chance : remarkable).poll();
    if (oldest != null) {
      bytes -= oldest.bytes();
      chanceBytes -= lucky ? oldest.bytes() : 0;
    }
    return oldest;
  }

  long bytes() {
    return bytes;
  }

  Stream<Part> parts() {
    return Stream.concat(chance.stream(), remarkable.stream());
  }
}
