package dev.omnibus.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
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
    try (PreparedStatement select = connection.prepareStatement(SELECT + " WHERE chain = ?")) {
      select.setString(1, chain);
      try (ResultSet found = select.executeQuery()) {
        return found.next() ? head(found) : ChainHead.young(chain);
      }
    }
  }

  static List<ChainHead> all(Connection connection) throws SQLException {
    List<ChainHead> heads = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT + " ORDER BY chain");
        ResultSet found = select.executeQuery()) {
      while (found.next()) {
        heads.add(head(found));
      }
    }
    return heads;
  }

  static void put(Connection connection, ChainHead head) throws SQLException {
    try (PreparedStatement put = connection.prepareStatement(PUT)) {
      put.setString(1, head.chain());
      put.setLong(2, head.n());
      put.setBytes(3, head.hash());
      put.setLong(4, head.cutN());
      put.setBytes(5, head.cutHash());
      put.setLong(6, head.aside().segment());
      put.setLong(7, head.aside().line());
      put.setLong(8, head.bytes());
      put.executeUpdate();
    }
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
