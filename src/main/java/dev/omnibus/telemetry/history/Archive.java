package dev.omnibus.telemetry.history;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the store has of history: all of a node's from the coarsest level that is wanted, and what
 * is not in that yet from the finer ones. Blocks.
 */
final class Archive {

  /** More is not read for one question. */
  private static final long MOST_ROWS = 400_000;

  private static final long MOST_BYTES = 256L << 20;

  /** So many series are read at once. */
  private static final int BATCH = 500;

  private final Database database;

  Archive(Database database) {
    this.database = database;
  }

  /** A stretch of a level. */
  private record Stretch(Level level, long from, long to) {}

  /**
   * What it has of all nodes.
   *
   * @param without pieces of nodes that are passed over
   */
  List<Part> read(Search search, Map<String, Set<Told.Piece>> without) throws SQLException {
    return search.plan().level() == Level.SECONDS
        ? List.of()
        : database.read(connection -> read(connection, search, without));
  }

  /** Nodes that have something in a stretch of time. */
  Set<String> nodes(Grid grid) throws SQLException {
    return database.read(
        connection -> {
          Set<String> nodes = new HashSet<>();
          Sql.query(
              connection,
              row -> nodes.add(row.getString(1)),
              "SELECT DISTINCT node FROM history_piece WHERE at >= ? AND at < ?",
              grid.least(),
              grid.end());
          return nodes;
        });
  }

  private static List<Part> read(
      Connection connection, Search search, Map<String, Set<Told.Piece>> without)
      throws SQLException {
    Map<String, Map<Long, Series>> nodes = new HashMap<>();
    SeriesTable.find(connection, search.metrics(), search.servers())
        .forEach((id, one) -> nodes.computeIfAbsent(one.node(), n -> new HashMap<>()).put(id, one));
    List<Part> parts = new ArrayList<>();
    for (Map.Entry<String, Map<Long, Series>> node : nodes.entrySet()) {
      Set<Told.Piece> passed = without.getOrDefault(node.getKey(), Set.of());
      parts.add(part(connection, search, node.getKey(), node.getValue(), passed));
    }
    return parts;
  }

  private static Part part(
      Connection connection,
      Search search,
      String node,
      Map<Long, Series> series,
      Set<Told.Piece> without)
      throws SQLException {
    Gatherer gatherer = search.gatherer(node);
    List<Stretch> stretches = stretches(connection, node, search.plan());
    for (Stretch stretch : stretches) {
      life(connection, node, stretch, without, gatherer.life());
    }
    List<Long> wanted =
        series.entrySet().stream()
            .filter(one -> !one.getValue().isLife())
            .filter(one -> gatherer.wants(one.getValue().key(), one.getValue().metric()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    check(wanted.size(), stretches);
    long bytes = 0;
    for (int from = 0; from < wanted.size(); from += BATCH) {
      List<Long> some = wanted.subList(from, Math.min(wanted.size(), from + BATCH));
      for (Stretch stretch : stretches) {
        bytes += values(connection, node, stretch, some, series, without, gatherer);
        if (bytes > MOST_BYTES) {
          throw tooMuch();
        }
      }
    }
    return gatherer.part();
  }

  private static List<Stretch> stretches(Connection connection, String node, Plan plan)
      throws SQLException {
    List<Stretch> stretches = new ArrayList<>();
    long from = plan.grid().least();
    long end = plan.grid().end();
    for (Level level = plan.level(); level != Level.SECONDS; level = level.finer()) {
      long to = end;
      if (level != Level.TENS) {
        Long rolled = HistoryTable.rolled(connection, node, level);
        to = rolled == null ? Long.MIN_VALUE : Math.min(end, rolled);
      }
      if (to > from) {
        stretches.add(new Stretch(level, level.blockOf(from), to));
        from = to;
      }
    }
    return stretches;
  }

  private static void check(int series, List<Stretch> stretches) {
    long blocks =
        stretches.stream().mapToLong(s -> 1 + (s.to() - s.from()) / s.level().block()).sum();
    if (series * blocks > MOST_ROWS) {
      throw tooMuch();
    }
  }

  private static BusException tooMuch() {
    return Failure.TOO_LARGE.because("ask for fewer series, fewer points or a shorter time");
  }

  private static void life(
      Connection connection, String node, Stretch stretch, Set<Told.Piece> without, Life life)
      throws SQLException {
    Level level = stretch.level();
    HistoryTable.read(
        connection,
        level,
        node,
        List.of(Series.life(node).id()),
        stretch.from(),
        stretch.to(),
        (id, at, run, data) -> {
          if (!without.contains(new Told.Piece(at, run))) {
            life.add(data, level.blockOf(at), level.step());
          }
        });
  }

  /** Returns how many bytes that were. */
  private static long values(
      Connection connection,
      String node,
      Stretch stretch,
      List<Long> ids,
      Map<Long, Series> series,
      Set<Told.Piece> without,
      Gatherer gatherer)
      throws SQLException {
    Level level = stretch.level();
    long[] bytes = new long[1];
    HistoryTable.read(
        connection,
        level,
        node,
        ids,
        stretch.from(),
        stretch.to(),
        (id, at, run, data) -> {
          bytes[0] += data.length;
          if (!without.contains(new Told.Piece(at, run))) {
            Series one = series.get(id);
            gatherer.add(one.key(), one.metric(), data, level.blockOf(at), level.step());
          }
        });
    return bytes[0];
  }
}
