package dev.omnibus.coordinator.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sums over trees of processes, and the one table that is read from a real system. */
class ExaminationTest {

  private final Map<Long, ProcessTable.Row> rows = new HashMap<>();
  private final Examination examination =
      new Examination(
          new ProcessTable() {
            @Override
            public Map<Long, Row> rows() {
              return rows;
            }

            @Override
            public More more(long pid) {
              return pid == 3 ? new More(null, null, null) : new More(100L * pid, 4, 2);
            }
          });

  private void row(long pid, long parent, long cpuMs) {
    rows.put(pid, new ProcessTable.Row(pid, parent, cpuMs));
  }

  @Test
  void a_process_counts_with_all_that_it_started() {
    row(1, 0, 0);
    row(2, 1, 50);
    row(3, 2, 10);
    row(4, 2, 40);
    row(9, 1, 1_000);
    Vital first = examination.look(Map.of("files", 2L), 1).get("files");
    assertEquals(Vital.seen(2, 3, null, 600L, 8L, 4L), first);
    row(4, 2, 140);
    Vital next = examination.look(Map.of("files", 2L), 1 + 1_000_000_000L).get("files");
    assertEquals(10.0, next.cpuPercent());
  }

  @Test
  void another_process_has_taken_nothing_yet() {
    row(2, 1, 500);
    examination.look(Map.of("files", 2L), 1);
    row(5, 1, 20);
    assertNull(examination.look(Map.of("files", 5L), 2_000_000).get("files").cpuPercent());
  }

  @Test
  void one_that_is_gone_has_no_vitals() {
    assertTrue(examination.look(Map.of("files", 7L), 1).isEmpty());
  }

  @Test
  void the_table_of_this_system_knows_this_process() {
    long self = ProcessHandle.current().pid();
    ProcessTable table = ProcessTable.ofSystem();
    assertTrue(table.rows().get(self).cpuMs() > 0);
    ProcessTable.More more = table.more(self);
    assertTrue(more.rssBytes() > 10_000_000 && more.openFiles() > 3 && more.threads() > 3);
  }
}
