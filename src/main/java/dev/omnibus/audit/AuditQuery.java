package dev.omnibus.audit;

import dev.omnibus.store.Dialect;
import dev.omnibus.trail.AuditEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A search as SQL that both databases understand. What a search asks for can imply what an index is
 * made for; that is said too, since databases do not find it out with values that they do not know
 * yet.
 */
final class AuditQuery {

  private static final String NO_CALL = "action <> '" + AuditEntry.TOOL_CALL + "'";
  private static final String FAILED = "outcome <> '" + AuditEntry.OK + "'";

  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();
  private final String like;

  AuditQuery(AuditSearch search, Dialect dialect) {
    this.like = " " + dialect.like() + " ? ESCAPE '!'";
    equal("actor", search.user());
    equal("server", search.server());
    equal("tool", search.tool());
    outcome(search.outcome());
    action(search.action());
    text(search.text());
    if (search.cursor() != null) {
      after(search.cursor());
    }
  }

  private void equal(String column, String value) {
    if (value != null) {
      where(column + " = ?", value);
    }
  }

  private void outcome(String outcome) {
    equal("outcome", outcome);
    if (outcome != null && !outcome.equals(AuditEntry.OK)) {
      where(FAILED);
    }
  }

  private void action(String action) {
    if (action == null) {
      return;
    }
    String beginning = action.endsWith("*") ? action.substring(0, action.length() - 1) : null;
    if (beginning == null) {
      equal("action", action);
    } else {
      where("action" + like, escaped(beginning) + "%");
    }
    if (!AuditEntry.TOOL_CALL.startsWith(beginning == null ? action : beginning)) {
      where(NO_CALL);
    }
  }

  private void text(String text) {
    if (text != null) {
      String part = "%" + escaped(text) + "%";
      where(
          "(detail" + like + " OR action" + like + " OR server" + like + " OR tool" + like + ")",
          part,
          part,
          part,
          part);
    }
  }

  private void after(AuditCursor cursor) {
    where(
        "(at < ? OR chain < ? OR (chain = ? AND n < ?))",
        cursor.at(),
        cursor.chain(),
        cursor.chain(),
        cursor.n());
  }

  private void where(String condition, Object... bound) {
    conditions.add(condition);
    values.addAll(List.of(bound));
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  /** Rows of a time, newest first; from the first moment on, and before the second. */
  List<AuditRow> between(Connection connection, long from, long to, int most) throws SQLException {
    List<Object> bound = new ArrayList<>(List.of(from, to));
    bound.addAll(values);
    String where =
        Stream.concat(Stream.of("at >= ?", "at < ?"), conditions.stream())
            .collect(Collectors.joining(" AND "));
    String sql =
        "SELECT "
            + AuditTable.COLUMNS
            + " FROM audit WHERE "
            + where
            + " ORDER BY at DESC, chain DESC, n DESC LIMIT "
            + most;
    return AuditTable.rows(connection, sql, bound);
  }
}
