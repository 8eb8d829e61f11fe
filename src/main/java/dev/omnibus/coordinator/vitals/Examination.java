package dev.omnibus.coordinator.vitals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at the processes of servers, and remembers the last look. Blocks; for one thread. */
final class Examination {

  private record Before(long pid, long cpuMs, long nanos) {}

  private final ProcessTable table;
  private Map<String, Before> before = new HashMap<>();

  Examination(ProcessTable table) {
    this.table = table;
  }

  /**
   * @param pids of servers and replicas by their names
   * @param nanos the time of now
   */
  Map<String, Vital> look(Map<String, Long> pids, long nanos) {
    Map<Long, ProcessTable.Row> rows = table.rows();
    Map<Long, List<ProcessTable.Row>> children = new HashMap<>();
    rows.values()
        .forEach(row -> children.computeIfAbsent(row.parent(), p -> new ArrayList<>()).add(row));
    Map<String, Before> now = new HashMap<>();
    Map<String, Vital> vitals = new HashMap<>();
    pids.forEach(
        (server, pid) -> {
          List<ProcessTable.Row> tree = ProcessTable.tree(pid, rows, children);
          if (!tree.isEmpty()) {
            long cpuMs = tree.stream().mapToLong(ProcessTable.Row::cpuMs).sum();
            vitals.put(server, vital(pid, tree, percent(before.get(server), pid, cpuMs, nanos)));
            now.put(server, new Before(pid, cpuMs, nanos));
          }
        });
    before = now;
    return vitals;
  }

  /** What ended meanwhile took its time with it: then nothing is said rather than less than 0. */
  private static Double percent(Before last, long pid, long cpuMs, long nanos) {
    if (last == null || last.pid() != pid || nanos <= last.nanos() || cpuMs < last.cpuMs()) {
      return null;
    }
    double share = (cpuMs - last.cpuMs()) * 1_000_000.0 / (nanos - last.nanos());
    return Math.round(share * 1_000) / 10.0;
  }

  private Vital vital(long pid, List<ProcessTable.Row> tree, Double percent) {
    Long rss = null;
    Long files = null;
    Long threads = null;
    for (ProcessTable.Row row : tree) {
      ProcessTable.More more = table.more(row.pid());
      rss = plus(rss, more.rssBytes());
      files = plus(files, more.openFiles());
      threads = plus(threads, more.threads());
    }
    return Vital.seen(pid, tree.size(), percent, rss, files, threads);
  }

  private static Long plus(Long sum, Number one) {
    return one == null ? sum : Long.valueOf(one.longValue() + (sum == null ? 0 : sum));
  }
}
