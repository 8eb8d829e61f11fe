package dev.omnibus.telemetry.availability;

import dev.omnibus.bus.Failure;
import dev.omnibus.model.Claim;
import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Spans in the database. One that goes on is written again, and is longer then. Blocks. */
final class SpanTable {

  private static final int BATCH = 2_000;

  /** More is not read for one question. */
  private static final int MOST = 500_000;

  private final Database database;

  SpanTable(Database database) {
    this.database = database;
  }

  void put(List<Span> spans) throws SQLException {
    for (int from = 0; from < spans.size(); from += BATCH) {
      List<Span> some = spans.subList(from, Math.min(spans.size(), from + BATCH));
      database.write(
          connection -> {
            try (PreparedStatement insert =
                connection.prepareStatement(
                    "INSERT INTO availability"
                        + " (server, epoch, owner, revision, began, ended, standing)"
                        + " VALUES (?,?,?,?,?,?,?)"
                        + " ON CONFLICT (server, epoch, owner, revision, began)"
                        + " DO UPDATE SET ended = excluded.ended"
                        + " WHERE availability.ended < excluded.ended")) {
              for (Span span : some) {
                bind(insert, span);
                insert.addBatch();
              }
              insert.executeBatch();
            }
            return null;
          });
    }
  }

  private static void bind(PreparedStatement insert, Span span) throws SQLException {
    insert.setString(1, span.server());
    insert.setLong(2, span.claim().epoch());
    insert.setString(3, span.claim().owner());
    insert.setLong(4, span.claim().revision());
    insert.setLong(5, span.began());
    insert.setLong(6, span.ended());
    insert.setString(7, span.standing().word());
  }

  /**
   * Those that ended later than a second.
   *
   * @param server null for all
   */
  List<Span> after(long second, String server) throws SQLException {
    String sql =
        "SELECT server, epoch, owner, revision, began, ended, standing FROM availability"
            + " WHERE ended > ?"
            + (server == null ? "" : " AND server = ?")
            + " LIMIT "
            + (MOST + 1);
    Object[] values = server == null ? new Object[] {second} : new Object[] {second, server};
    return database.read(
        connection -> {
          List<Span> found = new ArrayList<>();
          Sql.query(connection, row -> found.add(span(row)), sql, values);
          if (found.size() > MOST) {
            throw Failure.TOO_LARGE.because("name a server: there is too much of all of them");
          }
          return found;
        });
  }

  private static Span span(ResultSet row) throws SQLException {
    return new Span(
        row.getString(1),
        new Claim(row.getString(3), row.getLong(2), row.getLong(4)),
        row.getLong(5),
        row.getLong(6),
        Standing.of(row.getString(7)));
  }

  /** Removes those that ended before a second. */
  void cut(long second) throws SQLException {
    database.write(
        connection -> Sql.update(connection, "DELETE FROM availability WHERE ended < ?", second));
  }
}
