package dev.omnibus.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * A table's columns and primary key.
 *
 * @param keys the columns of the primary key, in its order
 */
record TableShape(String table, List<String> columns, List<String> keys) {

  static TableShape of(Connection connection, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet found = connection.getMetaData().getColumns(null, null, table, "%")) {
      while (found.next()) {
        columns.add(found.getString("COLUMN_NAME"));
      }
    }
    TreeMap<Integer, String> keys = new TreeMap<>();
    try (ResultSet found = connection.getMetaData().getPrimaryKeys(null, null, table)) {
      while (found.next()) {
        keys.put((int) found.getShort("KEY_SEQ"), found.getString("COLUMN_NAME"));
      }
    }
    if (columns.isEmpty() || keys.isEmpty()) {
      throw new SQLException("table " + table + " is not there, or has no primary key");
    }
    return new TableShape(table, List.copyOf(columns), List.copyOf(keys.values()));
  }

  /** What the columns of a shape are to this database. */
  static int[] types(Connection connection, TableShape shape) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(shape.select() + " LIMIT 0");
        ResultSet none = select.executeQuery()) {
      ResultSetMetaData data = none.getMetaData();
      int[] types = new int[data.getColumnCount()];
      for (int i = 0; i < types.length; i++) {
        types[i] = data.getColumnType(i + 1);
      }
      return types;
    }
  }

  String select() {
    return "SELECT " + String.join(", ", columns) + " FROM " + table;
  }

  /** Of so many rows at once. */
  String insert(int rows) {
    return "INSERT INTO "
        + table
        + " ("
        + String.join(", ", columns)
        + ") VALUES "
        + String.join(", ", Collections.nCopies(rows, Sql.marks(columns.size())));
  }

  List<Object> key(Object[] row) {
    return keys.stream().map(key -> row[columns.indexOf(key)]).toList();
  }
}
