package dev.omnibus.audit;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows are told on the bus: all, up to a number a second. The next one told after some that
 * were not says how many: {@code "untold":57}.
 */
final class Told {

  private final int perSecond;
  private final Clock clock;
  private long second;
  private int count;
  private long untold;

  Told(int perSecond, Clock clock) {
    this.perSecond = perSecond;
    this.clock = clock;
  }

  /** The first of these, as many as this second still has room for. */
  List<JsonObject> of(List<AuditRow> rows) {
    long now = clock.instant().getEpochSecond();
    if (now != second) {
      second = now;
      count = 0;
    }
    int most = Math.min(rows.size(), perSecond - count);
    count += most;
    List<JsonObject> told = new ArrayList<>(most);
    for (AuditRow row : rows.subList(0, most)) {
      told.add(untold == 0 ? row.toJson() : row.toJson().put("untold", untold));
      untold = 0;
    }
    untold += rows.size() - most;
    return told;
  }
}
