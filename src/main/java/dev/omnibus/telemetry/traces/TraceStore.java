package dev.omnibus.telemetry.traces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The traces that a node keeps, within so many bytes. When it is full the server that has most
 * gives its oldest, so that a noisy one pushes out nobody else's. For one thread.
 */
final class TraceStore {

  private final long maxBytes;
  private final Map<String, Shelf> shelves = new HashMap<>();
  private final Map<String, List<Part>> byTrace = new HashMap<>();
  private long bytes;
  private int size;

  TraceStore(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(Part part) {
    shelves.computeIfAbsent(part.server(), server -> new Shelf()).put(part);
    byTrace.computeIfAbsent(part.trace(), trace -> new ArrayList<>(2)).add(part);
    bytes += part.bytes();
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
    Part oldest = fullest.getValue().giveOldest();
    if (oldest == null || fullest.getValue().bytes() == 0) {
      shelves.remove(fullest.getKey());
    }
    if (oldest != null) {
      forget(oldest);
    }
  }

  private void forget(Part part) {
    bytes -= part.bytes();
    size--;
    List<Part> parts = byTrace.get(part.trace());
    parts.removeIf(one -> one == part);
    if (parts.isEmpty()) {
      byTrace.remove(part.trace());
    }
  }

  /** What is kept of one trace, in the order in which it ended. */
  List<Part> of(String trace) {
    return List.copyOf(byTrace.getOrDefault(trace, List.of()));
  }

  /** The newest of those that fit. */
  List<Part> newest(Predicate<Part> fits, int limit) {
    return shelves.values().stream()
        .flatMap(Shelf::parts)
        .filter(fits)
        .sorted(Comparator.comparingLong((Part part) -> part.whole().startUs()).reversed())
        .limit(limit)
        .toList();
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
