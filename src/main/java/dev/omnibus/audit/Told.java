package dev.omnibus.audit;

import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows are told on the bus: all, up to a number a second, of which calls that went well take
 * no more than half, so that they push nobody's command or refusal out. The next one told after
 * some that were not says how many: {@code "untold":57}.
 */
final class Told {

  private final int perSecond;
  private final Clock clock;
  private long second;
  private int count;
  private int calls;
  private long untold;

  Told(int perSecond, Clock clock) {
    this.perSecond = perSecond;
    this.clock = clock;
  }

  /** Those of these that this second still has room for. */
  List<JsonObject> of(List<AuditRow> rows) {
    long now = clock.instant().getEpochSecond();
    if (now != second) {
      second = now;
      count = 0;
      calls = 0;
    }
    List<JsonObject> told = new ArrayList<>(Math.min(rows.size(), perSecond - count));
    for (AuditRow row : rows) {
      if (mayTell(row.entry())) {
        told.add(untold == 0 ? row.toJson() : row.toJson().put("untold", untold));
        untold = 0;
      } else {
        untold++;
      }
    }
    return told;
  }

  private boolean mayTell(AuditEntry entry) {
    boolean call =
        entry.action().equals(AuditEntry.TOOL_CALL) && entry.outcome().equals(AuditEntry.OK);
    if (count == perSecond || call && calls >= (perSecond + 1) / 2) {
      return false;
    }
    count++;
    calls += call ? 1 : 0;
    return true;
  }
}
