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

  /** The last of the oldest rows of a chain that are all older than this, 0 for none. */
  long lastBefore(String chain, Instant limit) throws SQLException {
    String sql = "SELECT n FROM audit WHERE chain = ? AND at >= ? ORDER BY chain, n LIMIT 1";
    return database.read(
        connection -> {
          Long young = Sql.number(connection, sql, chain, limit.toEpochMilli());
          return young == null ? ChainHeads.find(connection, chain).n() : young - 1;
        });
  }

  /**
   * Cuts off the oldest rows of a chain: those up to a number, and remembers what the next one
   * hangs on.
   */
  ChainHead cut(ChainHead head, long upTo) throws SQLException {
    return database.write(
        connection -> {
          List<AuditRow> last =
              rows(
                  connection,
                  "SELECT " + COLUMNS + " FROM audit WHERE chain = ? AND n = ?",
                  List.of(head.chain(), upTo));
          if (last.isEmpty()) {
            return head;
          }
          ChainHead shorter = head.cut(upTo, last.get(0).hash());
          Sql.update(
              connection, "DELETE FROM audit WHERE chain = ? AND n <= ?", head.chain(), upTo);
          ChainHeads.put(connection, shorter);
          return shorter;
        });
  }

  static List<AuditRow> rows(Connection connection, String sql, List<Object> values)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        select.setObject(i + 1, values.get(i));
      }
      List<AuditRow> rows = new ArrayList<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          rows.add(row(found));
        }
      }
      return rows;
    }
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
