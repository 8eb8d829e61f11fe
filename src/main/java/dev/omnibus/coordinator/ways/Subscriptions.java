package dev.omnibus.coordinator.ways;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How many guests follow each resource; the server hears of the first and of the last. */
final class Subscriptions {

  private final Map<String, Integer> counts = new HashMap<>();

  /** Whether the server tells of it already. */
  boolean holds(String uri) {
    return counts.containsKey(uri);
  }

  Set<String> all() {
    return counts.keySet();
  }

  void add(Guest guest, String uri) {
    if (guest.subscriptions.add(uri)) {
      counts.merge(uri, 1, Integer::sum);
    }
  }

  /** True when nobody follows it any more. */
  boolean remove(Guest guest, String uri) {
    return guest.subscriptions.remove(uri)
        && counts.computeIfPresent(uri, (u, n) -> n == 1 ? null : n - 1) == null;
  }

  /** A server may tell of something within what was subscribed to. */
  static boolean follows(Guest guest, String uri) {
    return uri != null
        && (guest.subscriptions.contains(uri)
            || guest.subscriptions.stream().anyMatch(of -> uri.startsWith(folder(of))));
  }

  private static String folder(String uri) {
    return uri.endsWith("/") ? uri : uri + "/";
  }
}
