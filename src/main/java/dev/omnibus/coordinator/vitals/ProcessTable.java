package dev.omnibus.coordinator.vitals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the operating system says of processes at one moment. Blocks while it is read. */
interface ProcessTable {

  /**
   * One process.
   *
   * @param cpuMs time it has had of processors since it began
   */
  record Row(long pid, long parent, long cpuMs) {}

  /**
   * What else there is to say of one; null where the system does not say.
   *
   * @param rssBytes resident memory
   */
  record More(Long rssBytes, Integer openFiles, Integer threads) {}

  /** All of them by their numbers. */
  Map<Long, Row> rows();

  /** More of one of them; all null when it ended meanwhile. */
  More more(long pid);

  /** That of this system. */
  static ProcessTable ofSystem() {
    return LinuxTable.isHere() ? new LinuxTable() : new PlainTable();
  }

  /** A process and all that descend from it. */
  static List<Row> tree(long root, Map<Long, Row> rows, Map<Long, List<Row>> children) {
    Row first = rows.get(root);
    if (first == null) {
      return List.of();
    }
    List<Row> all = new ArrayList<>(List.of(first));
    Set<Long> seen = new HashSet<>(Set.of(root));
    for (int i = 0; i < all.size(); i++) {
      for (Row child : children.getOrDefault(all.get(i).pid(), List.of())) {
        if (seen.add(child.pid())) {
          all.add(child);
        }
      }
    }
    return all;
  }
}
