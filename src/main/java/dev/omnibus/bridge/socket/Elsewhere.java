package dev.omnibus.bridge.socket;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How many sockets each user and each remote address has on the other nodes, as these told. */
final class Elsewhere {

  private record Counts(Map<String, Integer> users, Map<String, Integer> remotes) {}

  private final Map<String, Counts> nodes = new HashMap<>();

  void heard(Tally tally) {
    Counts counts =
        tally.whole()
            ? new Counts(new HashMap<>(), new HashMap<>())
            : nodes.getOrDefault(tally.node(), new Counts(new HashMap<>(), new HashMap<>()));
    put(counts.users(), tally.users());
    put(counts.remotes(), tally.remotes());
    nodes.put(tally.node(), counts);
  }

  private static void put(Map<String, Integer> all, Map<String, Integer> young) {
    all.putAll(young);
    all.values().removeIf(count -> count <= 0);
  }

  /** Only these live; what the others had is free again. */
  void keep(Collection<String> live) {
    nodes.keySet().retainAll(live);
  }

  int ofUser(String user) {
    return nodes.values().stream().mapToInt(n -> n.users().getOrDefault(user, 0)).sum();
  }

  int ofRemote(String remote) {
    return nodes.values().stream().mapToInt(n -> n.remotes().getOrDefault(remote, 0)).sum();
  }
}
