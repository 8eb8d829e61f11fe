package dev.omnibus.telemetry.history;

import dev.omnibus.config.HistoryConfig;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Removes what is older than it has to be, in small portions: nothing before a coarser level has
 * it. Blocks.
 */
final class Retention {

  private static final int BATCH = 200;

  /** Coarser levels are gone through once in so many seconds. */
  private static final int PAUSE = 3_600;

  private final SeriesTable series;
  private final HistoryTable table;
  private final HistoryConfig config;
  private final Runnable removed;
  private final Map<String, Walk> walks = new HashMap<>();

  /** How far the series of a node were gone through, and when it begins anew. */
  private record Walk(long after, long notBefore) {}

  /**
   * @param removed hears that series were removed of which nothing is left
   */
  Retention(SeriesTable series, HistoryTable table, HistoryConfig config, Runnable removed) {
    this.removed = removed;
    this.series = series;
    this.table = table;
    this.config = config;
  }

  /**
   * One portion.
   *
   * @return whether there is more to do
   */
  boolean step(String node, long now) throws SQLException {
    if (table.cutPiece(node, before(node, Level.TENS, now))) {
      return true;
    }
    Walk walk = walks.getOrDefault(node, new Walk(Long.MIN_VALUE, now));
    if (now < walk.notBefore() && now > walk.notBefore() - PAUSE) {
      return false;
    }
    SortedMap<Long, Series> some = series.after(node, walk.after(), BATCH);
    if (some.isEmpty()) {
      walks.put(node, new Walk(Long.MIN_VALUE, now + PAUSE));
      return false;
    }
    table.cut(
        node, some.keySet(), before(node, Level.MINUTES, now), before(node, Level.HOURS, now));
    if (series.removeEmpty(node, some.keySet()) > 0) {
      removed.run();
    }
    walks.put(node, new Walk(some.lastKey(), now));
    return true;
  }

  private long before(String node, Level level, long now) throws SQLException {
    long old = Level.floor(now - level.keep(config).toSeconds(), level.block());
    if (level == Level.HOURS) {
      return old;
    }
    return Math.min(old, table.rolled(node, level.coarser()).orElse(Long.MIN_VALUE));
  }
}
