package dev.omnibus.audit;

import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import dev.omnibus.store.TimeLimit;
import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rows of all chains in the database. Blocks. */
final class AuditTable {

  static final String COLUMNS =
      "chain, n, at, actor, action, server, tool, outcome, duration, detail, hash";

  private static final String INSERT =
      "INSERT INTO audit (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,?)";

  /** With the patience of a search still less than a node waits for another. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(4);

  private final Database database;

  AuditTable(Database database) {
    this.database = database;
  }

  /** Where a chain stands; a new one where there is none of that name. */
  ChainHead head(String chain) throws SQLException {
    return database.read(connection -> ChainHeads.find(connection, chain));
  }

  /** All chains. */
  List<ChainHead> heads() throws SQLException {
    return database.read(ChainHeads::all);
  }

  /** Writes rows and where their chain stands then: all of it or nothing. */
  void append(List<AuditRow> rows, ChainHead head) throws SQLException {
    database.write(
        connection -> {
          if (database.dialect().isEmbedded() || rows.size() < AuditCopy.FEWEST) {
            insert(connection, rows);
          } else {
            AuditCopy.in(connection, rows);
          }
          ChainHeads.put(connection, head);
          return null;
        });
  }

  private static void insert(Connection connection, List<AuditRow> rows) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (AuditRow row : rows) {
        bind(insert, row);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void bind(PreparedStatement insert, AuditRow row) throws SQLException {
    AuditEntry entry = row.entry();
    insert.setString(1, row.chain());
    insert.setLong(2, row.n());
    insert.setLong(3, entry.at().toEpochMilli());
    insert.setString(4, entry.user());
    insert.setString(5, entry.action());
    insert.setString(6, entry.server());
    insert.setString(7, entry.tool());
    insert.setString(8, entry.outcome());
    if (entry.durationMs() == null) {
      insert.setNull(9, Types.BIGINT);
    } else {
      insert.setLong(9, entry.durationMs());
    }
    insert.setString(10, row.detail());
    insert.setBytes(11, row.hash());
  }

  /**
   * Rows newest first.
   *
   * @param patience how long it may go on looking back
   */
  Lookback.Found search(AuditSearch search, Duration patience) throws SQLException {
    AuditQuery query = new AuditQuery(search, database.dialect());
    return database.read(
        connection -> {
          try (TimeLimit limit = TimeLimit.on(connection, database.dialect(), LONGEST_STEP)) {
            return new Lookback(connection, query, limit, patience).look(search);
          }
        });
  }

  /** Rows of one chain after a number, oldest first. */
  List<AuditRow> after(String chain, long n, int most) throws SQLException {
    String sql =
        "SELECT " + COLUMNS + " FROM audit WHERE chain = ? AND n > ? ORDER BY n LIMIT " + most;
    return database.read(connection -> rows(connection, sql, List.of(chain, n)));
  }

  /** When the last row of a chain was, in milliseconds since 1970; null when it is not there. */
  Long newest(ChainHead head) throws SQLException {
    String sql = "SELECT at FROM audit WHERE chain = ? AND n = ?";
    return database.read(connection -> Sql.number(connection, sql, head.chain(), head.n()));
  }

  /** The oldest rows of a chain that are too many, so many at most; null for none. */
  Cut oldest(ChainHead head, Surplus surplus, int most) throws SQLException {
    return database.read(connection -> Cuts.find(connection, head, surplus, most));
  }

  /** Cuts off the oldest rows of a chain, and writes the row that says so. */
  void cut(Cut cut, AuditRow row, ChainHead head) throws SQLException {
    database.write(
        connection -> {
          Cuts.delete(connection, head.chain(), cut);
          insert(connection, List.of(row));
          ChainHeads.put(connection, head);
          return null;
        });
  }

  static List<AuditRow> rows(Connection connection, String sql, List<Object> values)
      throws SQLException {
    List<AuditRow> rows = new ArrayList<>();
    Sql.query(connection, found -> rows.add(row(found)), sql, values.toArray());
    return rows;
  }

  private static AuditRow row(ResultSet found) throws SQLException {
    long duration = found.getLong(9);
    Long durationMs = found.wasNull() ? null : duration;
    String detail = found.getString(10);
    AuditEntry entry =
        new AuditEntry(
            Instant.ofEpochMilli(found.getLong(3)),
            found.getString(4),
            found.getString(5),
            found.getString(6),
            found.getString(7),
            found.getString(8),
            durationMs,
            detail == null ? null : new JsonObject(detail));
    return new AuditRow(found.getString(1), found.getLong(2), entry, detail, found.getBytes(11));
  }
}
