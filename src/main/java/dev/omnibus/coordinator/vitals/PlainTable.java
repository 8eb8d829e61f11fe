package dev.omnibus.coordinator.vitals;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What Java itself knows of processes, where there is no {@code /proc}: the time they took. */
final class PlainTable implements ProcessTable {

  @Override
  public Map<Long, Row> rows() {
    Map<Long, Row> rows = new HashMap<>();
    ProcessHandle.current()
        .descendants()
        .forEach(
            one ->
                rows.put(
                    one.pid(),
                    new Row(
                        one.pid(),
                        one.parent().map(ProcessHandle::pid).orElse(0L),
                        one.info().totalCpuDuration().map(Duration::toMillis).orElse(0L))));
    return rows;
  }

  @Override
  public More more(long pid) {
    return new More(null, null, null);
  }
}
