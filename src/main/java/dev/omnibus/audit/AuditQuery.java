package dev.omnibus.audit;

import java.util.ArrayList;
import java.util.List;

/** A search as SQL that both databases understand. */
final class AuditQuery {

  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();
  private final int limit;

  AuditQuery(AuditSearch search) {
    this.limit = search.limit();
    equal("actor", search.user());
    equal("server", search.server());
    equal("tool", search.tool());
    equal("outcome", search.outcome());
    action(search.action());
    text(search.text());
    if (search.from() != null) {
      where("at >= ?", search.from().toEpochMilli());
    }
    if (search.to() != null) {
      where("at < ?", search.to().toEpochMilli());
    }
    if (search.cursor() != null) {
      after(search.cursor());
    }
  }

  private void equal(String column, String value) {
    if (value != null) {
      where(column + " = ?", value);
    }
  }

  private void action(String action) {
    if (action != null && action.endsWith("*")) {
      where("action LIKE ? ESCAPE '!'", escaped(action.substring(0, action.length() - 1)) + "%");
    } else {
      equal("action", action);
    }
  }

  private void text(String text) {
    if (text != null) {
      String like = "%" + escaped(text) + "%";
      where(
          "(detail LIKE ? ESCAPE '!' OR action LIKE ? ESCAPE '!' OR server LIKE ? ESCAPE '!'"
              + " OR tool LIKE ? ESCAPE '!')",
          like,
          like,
          like,
          like);
    }
  }

  /** The first comparison alone lets an index be used. */
  private void after(AuditCursor cursor) {
    where("at <= ?", cursor.at());
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

  String sql() {
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return "SELECT "
        + AuditTable.COLUMNS
        + " FROM audit"
        + where
        + " ORDER BY at DESC, chain DESC, n DESC LIMIT "
        + limit;
  }

  List<Object> values() {
    return values;
  }
}
