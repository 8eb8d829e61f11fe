package dev.omnibus.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of a database that hold what Omnibus keeps, each after those that it refers to. */
public final class TableNames {

  private static final String HISTORY = "flyway_schema_history";

  private TableNames() {}

  public static List<String> of(Database database) throws SQLException {
    return database.read(TableNames::inOrder);
  }

  private static List<String> inOrder(Connection connection) throws SQLException {
    TreeMap<String, Set<String>> refersTo = new TreeMap<>();
    for (String table : all(connection)) {
      refersTo.put(table, references(connection, table));
    }
    List<String> order = new ArrayList<>();
    while (!refersTo.isEmpty()) {
      String next =
          refersTo.entrySet().stream()
              .filter(entry -> order.containsAll(entry.getValue()))
              .findFirst()
              .orElseThrow(() -> new SQLException("tables refer to each other: " + refersTo))
              .getKey();
      refersTo.remove(next);
      order.add(next);
    }
    return order;
  }

  private static Set<String> all(Connection connection) throws SQLException {
    Set<String> tables = new TreeSet<>();
    try (ResultSet found =
        connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
      while (found.next()) {
        String name = found.getString("TABLE_NAME");
        if (!name.equals(HISTORY) && !name.startsWith("sqlite_")) {
          tables.add(name);
        }
      }
    }
    return tables;
  }

  private static Set<String> references(Connection connection, String table) throws SQLException {
    Set<String> tables = new TreeSet<>();
    try (ResultSet found = connection.getMetaData().getImportedKeys(null, null, table)) {
      while (found.next()) {
        String name = found.getString("PKTABLE_NAME");
        if (!name.equals(table)) {
          tables.add(name);
        }
      }
    }
    return tables;
  }
}
