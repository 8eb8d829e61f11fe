package dev.omnibus.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Copies tables of one database into those of the same name of another, whatever they hold: in
 * batches by primary key, each a transaction. What is there already and the same is passed over, so
 * that it can be begun again after any end; a row that is there and another one stops it, unless it
 * was told to keep those. Blocks.
 */
public final class TableCopy {

  private static final int BATCH = 500;

  /** So many rows go in one statement. */
  private static final int TOGETHER = 100;

  private final Database from;
  private final Database to;
  private final boolean keeps;

  /**
   * What was copied of one table.
   *
   * @param there how many rows were there already
   */
  public record Counts(String table, long copied, long there) {}

  /**
   * @param keeps whether a row that is there and another one stays, and is no reason to stop
   */
  public TableCopy(Database from, Database to, boolean keeps) {
    this.from = from;
    this.to = to;
    this.keeps = keeps;
  }

  /**
   * Copies one table.
   *
   * @param progress hears how many rows were looked at so far
   * @throws IllegalStateException when the other database holds another row under the same key
   */
  public Counts copy(String table, LongConsumer progress) throws SQLException {
    TableShape shape = from.read(connection -> TableShape.of(connection, table));
    List<Object> last = List.of();
    long seen = 0;
    long copied = 0;
    List<Object[]> rows = page(shape, last);
    while (!rows.isEmpty()) {
      copied += put(shape, rows);
      seen += rows.size();
      progress.accept(seen);
      last = shape.key(rows.get(rows.size() - 1));
      rows = page(shape, last);
    }
    return new Counts(table, copied, seen - copied);
  }

  private List<Object[]> page(TableShape shape, List<Object> after) throws SQLException {
    String keys = String.join(", ", shape.keys());
    String where = after.isEmpty() ? "" : " WHERE (" + keys + ") > " + Sql.marks(after.size());
    String sql = shape.select() + where + " ORDER BY " + keys + " LIMIT " + BATCH;
    return from.read(connection -> rows(connection, sql, after, shape.columns().size()));
  }

  private static List<Object[]> rows(
      Connection connection, String sql, List<Object> bound, int columns) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    Sql.query(
        connection,
        found -> {
          Object[] row = new Object[columns];
          for (int i = 0; i < columns; i++) {
            row[i] = found.getObject(i + 1);
          }
          rows.add(row);
        },
        sql,
        bound.toArray());
    return rows;
  }

  /** How many of these rows were not there. */
  private long put(TableShape shape, List<Object[]> rows) throws SQLException {
    return to.write(
        connection -> {
          int[] types = TableShape.types(connection, shape);
          long copied = 0;
          for (int i = 0; i < rows.size(); i += TOGETHER) {
            List<Object[]> some = rows.subList(i, Math.min(rows.size(), i + TOGETHER));
            int young = insert(connection, shape, types, some);
            if (young < some.size() && !keeps) {
              same(connection, shape, some);
            }
            copied += young;
          }
          return copied;
        });
  }

  private static int insert(
      Connection connection, TableShape shape, int[] types, List<Object[]> rows)
      throws SQLException {
    String sql = shape.insert(rows.size()) + " ON CONFLICT DO NOTHING";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      int at = 1;
      for (Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          insert.setObject(at++, row[i], types[i]);
        }
      }
      return insert.executeUpdate();
    }
  }

  private static void same(Connection connection, TableShape shape, List<Object[]> rows)
      throws SQLException {
    String where =
        shape.keys().stream().map(key -> key + " = ?").collect(Collectors.joining(" AND "));
    String sql = shape.select() + " WHERE " + where;
    for (Object[] row : rows) {
      List<Object[]> there = rows(connection, sql, shape.key(row), row.length);
      if (there.isEmpty() || !isSame(there.get(0), row)) {
        throw new IllegalStateException(
            "the target holds something else in "
                + shape.table()
                + " under "
                + shape.keys()
                + " = "
                + shape.key(row));
      }
    }
  }

  private static boolean isSame(Object[] there, Object[] row) {
    return Arrays.equals(plain(there), plain(row));
  }

  /** The databases have their own classes for the same values. */
  private static Object[] plain(Object[] row) {
    return Arrays.stream(row)
        .map(
            value -> {
              if (value instanceof byte[] bytes) {
                return Arrays.toString(bytes);
              }
              if (value instanceof Boolean is) {
                return is ? 1.0 : 0.0;
              }
              return value instanceof Number number
                  ? number.doubleValue()
                  : Objects.toString(value, null);
            })
        .toArray();
  }
}
