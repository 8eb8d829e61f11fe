package dev.omnibus.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.postgresql.PGStatement;

/** A statement with its values, in one line. */
public final class Sql {

  /** So many rows are held at once, however many there are. */
  private static final int FETCH = 500;

  /** A threshold below zero: values in their own form from the first time on. */
  private static final int BINARY = -1;

  /** Hears one row after the other. */
  public interface Rows {
    void row(ResultSet row) throws SQLException;
  }

  private Sql() {}

  public static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = bound(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  public static void query(Connection connection, Rows rows, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = bound(connection, sql, values)) {
      each(statement, rows);
    }
  }

  /** The same of rows with large blobs, which PostgreSQL otherwise sends as hexadecimal text. */
  public static void blobs(Connection connection, Rows rows, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = bound(connection, sql, values)) {
      if (statement.isWrapperFor(PGStatement.class)) {
        binary(statement.unwrap(PGStatement.class));
      }
      each(statement, rows);
    }
  }

  /** Not where the address of the store says that nothing may be prepared. */
  private static void binary(PGStatement statement) throws SQLException {
    if (statement.getPrepareThreshold() != 0) {
      statement.setPrepareThreshold(BINARY);
    }
  }

  private static void each(PreparedStatement statement, Rows rows) throws SQLException {
    try (ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        rows.row(found);
      }
    }
  }

  /** The first number of the first row; null for none. */
  public static Long number(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = bound(connection, sql, values);
        ResultSet found = statement.executeQuery()) {
      if (!found.next()) {
        return null;
      }
      long number = found.getLong(1);
      return found.wasNull() ? null : number;
    }
  }

  private static PreparedStatement bound(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setFetchSize(FETCH);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** {@code (1,2,3)}: numbers may stand in a statement as they are. */
  public static String in(Collection<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
  }

  /** {@code (?,?,?)}. */
  public static String marks(int count) {
    return "?,".repeat(count).replaceFirst(",$", "").transform(marks -> "(" + marks + ")");
  }
}
