package dev.omnibus.telemetry.traces;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** What is kept of one server: what failed or took long apart from what is there by chance. */
final class Shelf {

  private final Deque<KeptCall> chance = new ArrayDeque<>();
  private final Deque<KeptCall> remarkable = new ArrayDeque<>();
  private long chanceBytes;
  private long bytes;

  void put(KeptCall call) {
    bytes += call.bytes();
    if (call.byChance()) {
      chanceBytes += call.bytes();
      chance.add(call);
    } else {
      remarkable.add(call);
    }
  }

  /** The oldest of the kind that has more than its half; null when there is nothing. */
  KeptCall giveOldest() {
    boolean lucky = remarkable.isEmpty() || !chance.isEmpty() && 2 * chanceBytes >= bytes;
    KeptCall oldest = (lucky ? chance : remarkable).poll();
    if (oldest != null) {
      bytes -= oldest.bytes();
      chanceBytes -= lucky ? oldest.bytes() : 0;
    }
    return oldest;
  }

  long bytes() {
    return bytes;
  }

  Stream<KeptCall> calls() {
    return Stream.concat(chance.stream(), remarkable.stream());
  }
}
