package dev.omnibus.chaos;

import dev.omnibus.client.Gap;
import dev.omnibus.client.Listener;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What one client hears of each node at an address, by the numbers that nodes give: each once as
 * new, in order, and none left out but what it was told is lost.
 */
final class Witness implements Listener {

  private final String name;
  private final List<String> faults = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private final Map<String, Long> heard = new HashMap<>();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();

  Witness(String name) {
    this.name = name;
  }

  @Override
  public synchronized void event(JsonObject envelope) {
    String node = envelope.getString("node");
    long seq = envelope.getLong("seq");
    long last = heard.getOrDefault(node, 0L);
    if (seq <= last) {
      faults.add(name + " got " + node + " " + seq + " as new after " + last);
    } else if (seq > last + 1) {
      faults.add(name + " got " + node + " " + seq + " where " + (last + 1) + " was due");
    }
    heard.merge(node, seq, Math::max);
  }

  @Override
  public synchronized CompletionStage<?> snapshot(Why why) {
    if (why != Why.FIRST) {
      lost.add("snapshot " + why);
    }
    begun.complete(null);
    return null;
  }

  @Override
  public synchronized void gap(Gap gap) {
    lost.add(gap.toString());
    heard.merge(gap.node(), gap.last(), Math::max);
  }

  /** Completes when it hears. */
  CompletableFuture<Void> begun() {
    return begun;
  }

  synchronized boolean has(Map<String, Long> told) {
    return told.entrySet().stream()
        .allMatch(one -> heard.getOrDefault(one.getKey(), 0L) >= one.getValue());
  }

  /** What it was told is lost, or took a snapshot for. */
  synchronized List<String> lost() {
    return List.copyOf(lost);
  }

  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  @Override
  public synchronized String toString() {
    return name + " heard " + heard + " lost " + lost + " faults " + faults;
  }
}
