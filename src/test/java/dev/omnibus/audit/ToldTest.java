package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.access.TestClock;
import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rows are heard live when there are too many. */
class ToldTest {

  private final TestClock clock = new TestClock();
  private final Told told = new Told(10, clock);
  private long n;

  private List<AuditRow> rows(int count, String action, String outcome) {
    List<AuditRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AuditEntry act = AuditEntry.of(clock.instant(), "ann", action, outcome, null);
      rows.add(new AuditRow("n1~a", ++n, act, null, Chain.ROOT));
    }
    return rows;
  }

  @Test
  void calls_that_went_well_leave_room_for_commands_and_failures() {
    List<AuditRow> all = rows(1_000, AuditEntry.TOOL_CALL, AuditEntry.OK);
    all.addAll(rows(2, "command.server.restart", AuditEntry.OK));
    all.addAll(rows(1_000, AuditEntry.TOOL_CALL, "timeout"));
    List<JsonObject> heard = told.of(all);
    assertEquals(10, heard.size());
    assertEquals(
        2, heard.stream().filter(row -> row.getString("action").startsWith("command")).count());
    assertEquals(
        3, heard.stream().filter(row -> row.getString("outcome").equals("timeout")).count());
  }

  @Test
  void the_next_one_says_how_many_were_not_told() {
    told.of(rows(50, "command.server.restart", AuditEntry.OK));
    clock.pass(Duration.ofSeconds(1));
    List<JsonObject> heard = told.of(rows(2, "command.server.restart", AuditEntry.OK));
    assertEquals(40, heard.get(0).getLong("untold"));
    assertEquals(2, heard.size());
  }
}
