package dev.omnibus.telemetry.traces;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The traces that a node keeps, within so many bytes. When it is full the server that has most
 * gives its oldest, so that a noisy one pushes out nobody else's. For one thread.
 */
final class TraceStore {

  /** Calls that are found by one trace: an agent may give all of its calls the same. */
  private static final int MOST_OF_ONE = 200;

  private final long maxBytes;
  private final Map<String, Shelf> shelves = new HashMap<>();
  private final Map<String, Deque<KeptCall>> byTrace = new HashMap<>();
  private long bytes;
  private int size;

  TraceStore(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(KeptCall call) {
    shelves.computeIfAbsent(call.server(), server -> new Shelf()).put(call);
    Deque<KeptCall> calls = byTrace.computeIfAbsent(call.trace(), trace -> new ArrayDeque<>(2));
    calls.add(call);
    if (calls.size() > MOST_OF_ONE) {
      calls.poll();
    }
    bytes += call.bytes();
    size++;
    while (bytes > maxBytes) {
      makeRoom();
    }
  }

  private void makeRoom() {
    Map.Entry<String, Shelf> fullest =
        shelves.entrySet().stream()
            .max(Comparator.comparingLong(entry -> entry.getValue().bytes()))
            .orElseThrow();
    KeptCall oldest = fullest.getValue().giveOldest();
    if (oldest == null || fullest.getValue().bytes() == 0) {
      shelves.remove(fullest.getKey());
    }
    if (oldest != null) {
      forget(oldest);
    }
  }

  private void forget(KeptCall call) {
    bytes -= call.bytes();
    size--;
    Deque<KeptCall> calls = byTrace.get(call.trace());
    if (calls == null) {
      return;
    }
    calls.removeIf(one -> one == call);
    if (calls.isEmpty()) {
      byTrace.remove(call.trace());
    }
  }

  /** The last calls of one trace, in the order in which they ended. */
  List<KeptCall> of(String trace) {
    Deque<KeptCall> calls = byTrace.get(trace);
    return calls == null ? List.of() : List.copyOf(calls);
  }

  /**
   * Those that are kept, in no order.
   *
   * @param server null for all
   */
  Stream<KeptCall> calls(String server) {
    Stream<Shelf> looked =
        server == null ? shelves.values().stream() : Stream.ofNullable(shelves.get(server));
    return looked.flatMap(Shelf::calls);
  }

  /** How many calls are kept. */
  int size() {
    return size;
  }

  /** What they take. */
  long bytes() {
    return bytes;
  }

  /** Of which servers there are some. */
  Stream<String> servers() {
    return shelves.keySet().stream();
  }
}
