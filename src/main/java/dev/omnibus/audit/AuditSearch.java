package dev.omnibus.audit;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * What is looked for in the log; null fields ask for nothing. Rows come newest first.
 *
 * <p>{@code {"user":"ann","server":"files","tool":"read","action":"command.*","outcome":"ok",
 * "text":"word","from":"2026-11-22T00:00:00Z","to":"2026-11-23T00:00:00Z","limit":100,
 * "cursor":"..."}}
 *
 * @param action a whole action, or the beginning of one with {@code *} at its end
 * @param text stands somewhere in the details, the action, the server or the tool
 * @param from not before
 * @param to before
 * @param cursor rows after this one only
 */
record AuditSearch(
    String user,
    String server,
    String tool,
    String action,
    String outcome,
    String text,
    Instant from,
    Instant to,
    int limit,
    AuditCursor cursor) {

  static final int MOST = 1_000;
  private static final int USUAL = 100;
  private static final int LONGEST = 200;

  AuditSearch {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("'limit' is 1 to " + MOST);
    }
    if (from != null && to != null && from.isAfter(to)) {
      throw new IllegalArgumentException("'from' is after 'to'");
    }
  }

  static AuditSearch fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    Integer limit = f.intOrNull("limit");
    return new AuditSearch(
        text(f, "user"),
        text(f, "server"),
        text(f, "tool"),
        text(f, "action"),
        text(f, "outcome"),
        text(f, "text"),
        instant(f, "from"),
        instant(f, "to"),
        limit == null ? USUAL : limit,
        f.wordOrNull("cursor", AuditCursor::parse));
  }

  private static String text(Fields f, String key) {
    String text = f.textOrNull(key);
    if (text != null && text.length() > LONGEST) {
      throw new IllegalArgumentException("'" + key + "' has more than " + LONGEST + " characters");
    }
    return text == null || text.isEmpty() ? null : text;
  }

  private static Instant instant(Fields f, String key) {
    try {
      return f.instantOrNull(key);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + key + "' is no instant such as 2026-11-22T10:00:00Z", e);
    }
  }
}
