package dev.omnibus.audit;

import dev.omnibus.trail.AuditEntry;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Many rows on the quickest way into PostgreSQL: its COPY, as text, a line a row. Part of whatever
 * transaction is open. Blocks.
 */
final class AuditCopy {

  /** For fewer an insert does. */
  static final int FEWEST = 20;

  private static final String COPY = "COPY audit (" + AuditTable.COLUMNS + ") FROM STDIN";
  private static final String NOTHING = "\\N";
  private static final int LINE = 400;

  private AuditCopy() {}

  static void in(Connection connection, List<AuditRow> rows) throws SQLException {
    StringBuilder text = new StringBuilder(rows.size() * LINE);
    rows.forEach(row -> line(text, row));
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(COPY, new StringReader(text.toString()));
    } catch (IOException e) {
      throw new SQLException("the rows can't be sent", e);
    }
  }

  private static void line(StringBuilder text, AuditRow row) {
    AuditEntry entry = row.entry();
    cell(text, row.chain());
    text.append(row.n()).append('\t').append(entry.at().toEpochMilli()).append('\t');
    cell(text, entry.user());
    cell(text, entry.action());
    cell(text, entry.server());
    cell(text, entry.tool());
    cell(text, entry.outcome());
    text.append(entry.durationMs() == null ? NOTHING : entry.durationMs()).append('\t');
    cell(text, row.detail());
    text.append("\\\\x").append(Hex.of(row.hash())).append('\n');
  }

  private static void cell(StringBuilder text, String value) {
    if (value == null) {
      text.append(NOTHING).append('\t');
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      char letter = value.charAt(i);
      switch (letter) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(letter);
      }
    }
    text.append('\t');
  }
}
