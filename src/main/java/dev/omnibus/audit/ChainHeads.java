package dev.omnibus.audit;

import dev.omnibus.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Where the chains of the database stand. Blocks. */
final class ChainHeads {

  private static final String SELECT =
      "SELECT chain, n, hash, cut_n, cut_hash, segment, line, bytes FROM audit_chain";

  private static final String PUT =
      "INSERT INTO audit_chain (chain, n, hash, cut_n, cut_hash, segment, line, bytes)"
          + " VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (chain) DO UPDATE SET n = excluded.n,"
          + " hash = excluded.hash, cut_n = excluded.cut_n, cut_hash = excluded.cut_hash,"
          + " segment = excluded.segment, line = excluded.line,"
          + " bytes = excluded.bytes";

  private ChainHeads() {}

  static ChainHead find(Connection connection, String chain) throws SQLException {
    List<ChainHead> found = heads(connection, SELECT + " WHERE chain = ?", chain);
    return found.isEmpty() ? ChainHead.young(chain) : found.get(0);
  }

  static List<ChainHead> all(Connection connection) throws SQLException {
    return heads(connection, SELECT + " ORDER BY chain");
  }

  private static List<ChainHead> heads(Connection connection, String sql, Object... values)
      throws SQLException {
    List<ChainHead> heads = new ArrayList<>();
    Sql.query(connection, found -> heads.add(head(found)), sql, values);
    return heads;
  }

  static void put(Connection connection, ChainHead head) throws SQLException {
    Sql.update(
        connection,
        PUT,
        head.chain(),
        head.n(),
        head.hash(),
        head.cutN(),
        head.cutHash(),
        head.aside().segment(),
        head.aside().line(),
        head.bytes());
  }

  private static ChainHead head(ResultSet found) throws SQLException {
    return new ChainHead(
        found.getString(1),
        found.getLong(2),
        found.getBytes(3),
        found.getLong(4),
        found.getBytes(5),
        new SpillPosition(found.getLong(6), found.getLong(7)),
        found.getLong(8));
  }
}
