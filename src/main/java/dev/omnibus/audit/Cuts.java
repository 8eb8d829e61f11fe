package dev.omnibus.audit;

import dev.omnibus.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Takes the oldest rows off a chain. Reads no more of it than goes. Blocks. */
final class Cuts {

  private static final String OLDEST =
      "SELECT n, at, "
          + RowBytes.SQL
          + ", hash FROM audit WHERE chain = ? AND n > ? ORDER BY n LIMIT ?";

  private Cuts() {}

  /** The oldest rows that are too many, so many at most; null for none. */
  static Cut find(Connection connection, ChainHead head, Surplus surplus, int most)
      throws SQLException {
    Cut first = find(connection, head, surplus, 1, 1);
    return first == null ? null : find(connection, head, surplus, most, 500);
  }

  private static Cut find(
      Connection connection, ChainHead head, Surplus surplus, int most, int together)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OLDEST)) {
      select.setFetchSize(together);
      select.setString(1, head.chain());
      select.setLong(2, head.cutN());
      select.setInt(3, most);
      try (ResultSet rows = select.executeQuery()) {
        return find(rows, surplus);
      }
    }
  }

  private static Cut find(ResultSet rows, Surplus surplus) throws SQLException {
    Cut cut = null;
    long freed = 0;
    long count = 0;
    while (rows.next()) {
      long n = rows.getLong(1);
      String why = surplus.why(n, rows.getLong(2), freed);
      if (why == null) {
        break;
      }
      freed += rows.getLong(3);
      count++;
      long from = cut == null ? n : cut.from();
      cut = new Cut(from, n, rows.getBytes(4), count, freed, why);
    }
    return cut;
  }

  static void delete(Connection connection, String chain, Cut cut) throws SQLException {
    Sql.update(connection, "DELETE FROM audit WHERE chain = ? AND n <= ?", chain, cut.upTo());
  }
}
