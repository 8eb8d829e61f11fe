package dev.omnibus.bridge;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one listener got of each node, held against what there was: each event once as new, in
 * order, and none left out but those that it was told are lost, for which it takes a snapshot.
 */
final class Account {

  private final String owner;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Long> newest = new HashMap<>();
  private final Map<String, Long> covered = new HashMap<>();

  /** Nodes of which something may have been in a snapshot that nobody counted. */
  private final Set<String> loose = new HashSet<>();

  private int events;
  private int lost;

  Account(String owner) {
    this.owner = owner;
  }

  synchronized void event(JsonObject envelope) {
    String node = envelope.getString("node");
    long seq = envelope.getLong("seq");
    if (seq <= newest.getOrDefault(node, 0L)) {
      faults.add(owner + " got " + node + " " + seq + " as new after " + newest);
    }
    long due = covered.getOrDefault(node, 0L) + 1;
    if (seq > due && !loose.contains(node)) {
      faults.add(owner + " got " + node + " " + seq + " where " + due + " was due");
    }
    loose.remove(node);
    newest.merge(node, seq, Math::max);
    covered.merge(node, seq, Math::max);
    events++;
  }

  /** It was told that these are lost. */
  synchronized void gap(String node, long last) {
    covered.merge(node, last, Math::max);
    lost++;
  }

  /** It was told that it can't go on, and took the whole state: so many had each node told. */
  synchronized void snapshot(Map<String, Integer> told) {
    told.forEach(
        (node, last) -> {
          covered.merge(node, (long) last, Math::max);
          loose.add(node);
        });
    lost++;
  }

  synchronized boolean has(String node, int told) {
    return covered.getOrDefault(node, 0L) >= told;
  }

  /** What a resume says that it has. */
  synchronized JsonObject cursor() {
    JsonObject cursor = new JsonObject();
    covered.forEach(cursor::put);
    return cursor;
  }

  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  synchronized int events() {
    return events;
  }

  /** How often something was lost that the listener was told of. */
  synchronized int lost() {
    return lost;
  }

  @Override
  public synchronized String toString() {
    return owner + " has " + covered + " events=" + events + " lost=" + lost;
  }
}
