package dev.omnibus.audit;

import java.time.Clock;
import java.util.List;

/** Which rows are told on the bus: all, up to a number a second. */
final class Told {

  private final int perSecond;
  private final Clock clock;
  private long second;
  private int count;

  Told(int perSecond, Clock clock) {
    this.perSecond = perSecond;
    this.clock = clock;
  }

  /** The first of these, as many as this second still has room for. */
  List<AuditRow> of(List<AuditRow> rows) {
    long now = clock.instant().getEpochSecond();
    if (now != second) {
      second = now;
      count = 0;
    }
    int most = Math.min(rows.size(), perSecond - count);
    count += most;
    return rows.subList(0, most);
  }
}
