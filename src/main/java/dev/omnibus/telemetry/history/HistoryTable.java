package dev.omnibus.telemetry.history;

import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The rows of history in the database: pieces of the finest level, and the coarser levels made of
 * those. Whatever is written twice is there once. Blocks.
 */
final class HistoryTable {

  /** Before the word of a level: up to where its oldest rows were removed. */
  private static final String CUT = "cut-";

  private final Database database;

  HistoryTable(Database database) {
    this.database = database;
  }

  /** A row: a chunk of one series. */
  record Data(long id, Series series, byte[] chunk) {}

  /** Rows of a piece, some of them. */
  void put(long at, long run, List<Data> rows) throws SQLException {
    database.write(
        connection -> {
          insert(connection, at, run, rows);
          return null;
        });
  }

  /**
   * The last rows of a piece, which is there from now on. What was made of its time before is made
   * anew, if all else that belongs into it is still there.
   */
  void close(String node, long at, long run, List<Data> rows) throws SQLException {
    database.write(
        connection -> {
          insert(connection, at, run, rows);
          Sql.update(
              connection,
              "INSERT INTO history_piece (node, at, run) VALUES (?,?,?)"
                  + " ON CONFLICT (node, at, run) DO NOTHING",
              node,
              at,
              run);
          reopen(connection, node, at, Level.MINUTES);
          reopen(connection, node, at, Level.HOURS);
          return null;
        });
  }

  private static void insert(Connection connection, long at, long run, List<Data> rows)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO history_10s (at, run, series, data) VALUES (?,?,?,?)"
                + " ON CONFLICT (at, run, series) DO NOTHING")) {
      for (Data row : rows) {
        insert.setLong(1, at);
        insert.setLong(2, run);
        insert.setLong(3, row.id());
        insert.setBytes(4, row.chunk());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void reopen(Connection connection, String node, long at, Level level)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE history_rolled SET upto = ? WHERE node = ? AND level = ? AND upto > ?"
            + " AND NOT EXISTS (SELECT 1 FROM history_rolled cut"
            + " WHERE cut.node = ? AND cut.level = ? AND cut.upto > ?)",
        level.blockOf(at),
        node,
        level.word(),
        at,
        node,
        CUT + level.finer().word(),
        level.blockOf(at));
  }

  /** Up to where a level is made of the one before it; empty when that was never done. */
  Optional<Long> rolled(String node, Level level) throws SQLException {
    return database.read(connection -> Optional.ofNullable(rolled(connection, node, level)));
  }

  static Long rolled(Connection connection, String node, Level level) throws SQLException {
    return Sql.number(
        connection,
        "SELECT upto FROM history_rolled WHERE node = ? AND level = ?",
        node,
        level.word());
  }

  void rolled(String node, Level level, long upto) throws SQLException {
    database.write(
        connection ->
            Sql.update(
                connection,
                "INSERT INTO history_rolled (node, level, upto) VALUES (?,?,?)"
                    + " ON CONFLICT (node, level) DO UPDATE SET upto = excluded.upto",
                node,
                level.word(),
                upto));
  }

  /** The first second from one on of which a node has something on the level; empty for none. */
  Optional<Long> firstFrom(String node, Level level, long second) throws SQLException {
    return database.read(
        connection ->
            Optional.ofNullable(
                level == Level.TENS
                    ? Sql.number(
                        connection,
                        "SELECT MIN(at) FROM history_piece WHERE node = ? AND at >= ?",
                        node,
                        second)
                    : Sql.number(
                        connection,
                        "SELECT MIN(at) FROM " + level.table() + " WHERE series = ? AND at >= ?",
                        Series.life(node).id(),
                        second)));
  }

  /** The last second of which a node has a piece; empty for none. */
  Optional<Long> lastPiece(String node) throws SQLException {
    return database.read(
        connection ->
            Optional.ofNullable(
                Sql.number(connection, "SELECT MAX(at) FROM history_piece WHERE node = ?", node)));
  }

  /** Rows of a block of a coarser level; they replace what is there. */
  void replace(Level level, long at, List<Data> rows) throws SQLException {
    database.write(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO "
                      + level.table()
                      + " (series, at, data) VALUES (?,?,?)"
                      + " ON CONFLICT (series, at) DO UPDATE SET data = excluded.data")) {
            for (Data row : rows) {
              insert.setLong(1, row.id());
              insert.setLong(2, at);
              insert.setBytes(3, row.chunk());
              insert.addBatch();
            }
            insert.executeBatch();
          }
          return null;
        });
  }

  /** Hears the chunks of series from one second to before another. */
  interface Chunks {
    void chunk(long series, long at, long run, byte[] data) throws SQLException;
  }

  /** Reads what a level has of some series of one node. */
  void read(Level level, String node, Collection<Long> ids, long from, long to, Chunks chunks)
      throws SQLException {
    if (!ids.isEmpty()) {
      database.read(
          connection -> {
            read(connection, level, node, ids, from, to, chunks);
            return null;
          });
    }
  }

  static void read(
      Connection connection,
      Level level,
      String node,
      Collection<Long> ids,
      long from,
      long to,
      Chunks chunks)
      throws SQLException {
    if (level == Level.TENS) {
      Sql.blobs(
          connection,
          row -> chunks.chunk(row.getLong(1), row.getLong(2), row.getLong(3), row.getBytes(4)),
          "SELECT h.series, h.at, h.run, h.data FROM history_piece p"
              + " JOIN history_10s h ON h.at = p.at AND h.run = p.run"
              + " WHERE p.node = ? AND p.at >= ? AND p.at < ? AND h.series IN "
              + Sql.in(ids),
          node,
          from,
          to);
    } else {
      Sql.blobs(
          connection,
          row -> chunks.chunk(row.getLong(1), row.getLong(2), 0, row.getBytes(3)),
          "SELECT series, at, data FROM "
              + level.table()
              + " WHERE at >= ? AND at < ? AND series IN "
              + Sql.in(ids),
          from,
          to);
    }
  }

  /** Removes the oldest piece of a node if it began before a second; whether there was one. */
  boolean cutPiece(String node, long before) throws SQLException {
    return database.write(
        connection -> {
          List<long[]> oldest = new ArrayList<>();
          Sql.query(
              connection,
              row -> oldest.add(new long[] {row.getLong(1), row.getLong(2)}),
              "SELECT at, run FROM history_piece WHERE node = ? AND at < ? ORDER BY at LIMIT 1",
              node,
              before);
          for (long[] piece : oldest) {
            Sql.update(
                connection, "DELETE FROM history_10s WHERE at = ? AND run = ?", piece[0], piece[1]);
            Sql.update(
                connection,
                "DELETE FROM history_piece WHERE node = ? AND at = ? AND run = ?",
                node,
                piece[0],
                piece[1]);
          }
          if (oldest.isEmpty()) {
            return false;
          }
          cutTo(connection, node, Level.TENS, oldest.get(0)[0] + Level.SECONDS.block());
          return true;
        });
  }

  /** Removes what the coarser levels have of some series of a node before a second. */
  void cut(String node, Collection<Long> ids, long minutesBefore, long hoursBefore)
      throws SQLException {
    database.write(
        connection -> {
          cut(connection, Level.MINUTES, ids, minutesBefore);
          cut(connection, Level.HOURS, ids, hoursBefore);
          cutTo(connection, node, Level.MINUTES, minutesBefore);
          return null;
        });
  }

  private static void cut(Connection connection, Level level, Collection<Long> ids, long before)
      throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM " + level.table() + " WHERE at < ? AND series IN " + Sql.in(ids),
        before);
  }

  private static void cutTo(Connection connection, String node, Level level, long upto)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO history_rolled (node, level, upto) VALUES (?,?,?)"
            + " ON CONFLICT (node, level) DO UPDATE SET upto = excluded.upto"
            + " WHERE history_rolled.upto < excluded.upto",
        node,
        CUT + level.word(),
        upto);
  }
}
