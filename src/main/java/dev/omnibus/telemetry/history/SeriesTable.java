package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which series the database has, by their numbers. Blocks. */
final class SeriesTable {

  private static final String SELECT =
      "SELECT id, node, server, replica, tool, metric FROM history_series";

  private static final String KNOWN =
      Stream.concat(Arrays.stream(Metric.values()).map(Metric::word), Stream.of(Series.LIFE))
          .sorted()
          .collect(Collectors.joining("','", "('", "')"));

  private final Database database;

  SeriesTable(Database database) {
    this.database = database;
  }

  /** Makes sure that series are known. */
  void introduce(Collection<Series> series) throws SQLException {
    database.write(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO history_series (id, node, server, replica, tool, metric)"
                      + " VALUES (?,?,?,?,?,?) ON CONFLICT (id) DO NOTHING")) {
            for (Series one : series) {
              bind(insert, one);
              insert.addBatch();
            }
            insert.executeBatch();
          }
          return null;
        });
  }

  private static void bind(PreparedStatement insert, Series one) throws SQLException {
    insert.setLong(1, one.id());
    insert.setString(2, one.node());
    insert.setString(3, one.key().server());
    insert.setLong(4, one.key().replica());
    insert.setString(5, one.key().tool());
    insert.setString(6, one.word());
  }

  /** Some series of a node in the order of their numbers, those after one. */
  SortedMap<Long, Series> after(String node, long id, int most) throws SQLException {
    return database.read(
        connection -> {
          SortedMap<Long, Series> found = new TreeMap<>();
          Sql.query(
              connection,
              row -> put(row, found),
              SELECT
                  + " WHERE node = ? AND id > ? AND metric IN "
                  + KNOWN
                  + " ORDER BY id LIMIT "
                  + most,
              node,
              id);
          return found;
        });
  }

  /** Removes those of some series of a node of which no level has anything; returns how many. */
  int removeEmpty(String node, Collection<Long> ids) throws SQLException {
    return database.write(
        connection -> {
          Set<Long> empty = new TreeSet<>(ids);
          for (Level level : List.of(Level.MINUTES, Level.HOURS)) {
            keep(
                connection,
                empty,
                "SELECT DISTINCT series FROM " + level.table() + " WHERE series IN ");
          }
          keep(
              connection,
              empty,
              "SELECT DISTINCT h.series FROM history_piece p"
                  + " JOIN history_10s h ON h.at = p.at AND h.run = p.run"
                  + " WHERE p.node = ? AND h.series IN ",
              node);
          if (!empty.isEmpty()) {
            Sql.update(connection, "DELETE FROM history_series WHERE id IN " + Sql.in(empty));
          }
          return empty.size();
        });
  }

  private static void keep(Connection connection, Set<Long> empty, String sql, Object... values)
      throws SQLException {
    if (!empty.isEmpty()) {
      List<Long> some = List.copyOf(empty);
      Sql.query(connection, row -> empty.remove(row.getLong(1)), sql + Sql.in(some), values);
    }
  }

  /** All nodes of which there is something. */
  Collection<String> nodes() throws SQLException {
    return database.read(
        connection -> {
          TreeSet<String> nodes = new TreeSet<>();
          Sql.query(
              connection,
              row -> nodes.add(row.getString(1)),
              "SELECT node FROM history_series WHERE metric = ?",
              Series.LIFE);
          return nodes;
        });
  }

  /**
   * Series of some metrics, and those that say how long nodes lived.
   *
   * @param servers null for all
   */
  static Map<Long, Series> find(
      Connection connection, Collection<Metric> metrics, Collection<String> servers)
      throws SQLException {
    Map<Long, Series> found = new HashMap<>();
    List<Object> values = new ArrayList<>();
    metrics.forEach(metric -> values.add(metric.word()));
    String where = " WHERE metric IN " + Sql.marks(values.size());
    if (servers != null) {
      where += " AND server IN " + Sql.marks(servers.size());
      values.addAll(servers);
    }
    Sql.query(connection, row -> put(row, found), SELECT + where, values.toArray());
    Sql.query(connection, row -> put(row, found), SELECT + " WHERE metric = ?", Series.LIFE);
    return found;
  }

  private static void put(ResultSet row, Map<Long, Series> found) throws SQLException {
    long id = row.getLong(1);
    series(row).ifPresent(one -> found.put(id, one));
  }

  /** Series of words that this version does not know are passed over. */
  private static Optional<Series> series(ResultSet row) throws SQLException {
    String word = row.getString(6);
    Metric metric = Metric.orNull(word);
    if (metric == null && !word.equals(Series.LIFE)) {
      return Optional.empty();
    }
    SeriesKey key = new SeriesKey(row.getString(3), row.getInt(4), row.getString(5));
    return Optional.of(new Series(row.getString(2), key, metric));
  }
}
