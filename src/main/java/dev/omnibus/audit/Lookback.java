package dev.omnibus.audit;

import dev.omnibus.store.Sql;
import dev.omnibus.store.TimeLimit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A search that goes back in time by steps, each longer than the one before, until it has found
 * enough or has taken long enough: what no index knows is looked for in a time that can be waited
 * for, however many rows there are. Blocks.
 */
final class Lookback {

  private static final long FIRST_STEP_MS = 15_000;
  private static final int GROWTH = 4;

  /** A step that took more than this part of the patience is followed by no longer one. */
  private static final int SHARE = 8;

  private final Connection connection;
  private final AuditQuery query;
  private final TimeLimit limit;
  private final long patience;

  /** What was found; {@code reached} says how far it came where it did not come to the end. */
  record Found(List<AuditRow> rows, Instant reached) {
    static final Found NOTHING = new Found(List.of(), null);
  }

  /**
   * @param limit how long one step may take: what was found before it is the answer then
   * @param patience after so long no further step is taken
   */
  Lookback(Connection connection, AuditQuery query, TimeLimit limit, Duration patience) {
    this.connection = connection;
    this.query = query;
    this.limit = limit;
    this.patience = patience.toNanos();
  }

  Found look(AuditSearch search) throws SQLException {
    Long first = Sql.number(connection, "SELECT MIN(at) FROM audit");
    Long last = Sql.number(connection, "SELECT MAX(at) FROM audit");
    if (first == null || last == null) {
      return Found.NOTHING;
    }
    long oldest = search.from() == null ? first : Math.max(first, search.from().toEpochMilli());
    return look(search.limit(), oldest, Math.min(last, newest(search)) + 1);
  }

  /** A row may be as young as this. */
  private static long newest(AuditSearch search) {
    long to = search.to() == null ? Long.MAX_VALUE : search.to().toEpochMilli() - 1;
    return search.cursor() == null ? to : Math.min(to, search.cursor().at());
  }

  private Found look(int most, long oldest, long end) throws SQLException {
    List<AuditRow> rows = new ArrayList<>();
    long began = System.nanoTime();
    long stepped = began;
    long expected = 0;
    long step = FIRST_STEP_MS;
    long upper = end;
    while (upper > oldest && rows.size() < most) {
      if (upper < end && stepped - began + expected > patience) {
        return new Found(rows, Instant.ofEpochMilli(upper));
      }
      long lower = Math.max(oldest, upper - step);
      try {
        limit.begins();
        rows.addAll(query.between(connection, lower, upper, most - rows.size()));
      } catch (SQLException e) {
        if (upper < end && limit.ended(e)) {
          return new Found(rows, Instant.ofEpochMilli(upper));
        }
        throw e;
      }
      upper = lower;
      long now = System.nanoTime();
      int growth = now - stepped < patience / SHARE ? GROWTH : 1;
      step *= growth;
      expected = growth * (now - stepped);
      stepped = now;
    }
    return new Found(rows, null);
  }
}
