package dev.omnibus.model;

import io.vertx.core.json.JsonObject;

/**
 * Whether the agents of one server share its session and process, or each has its own.
 *
 * <p>In an entry of {@code mcpServers}: {@code "sessions":"own","maxSessions":50}.
 *
 * @param most own sessions at a time
 */
public record SessionPolicy(boolean own, int most) {

  public static final SessionPolicy SHARED = new SessionPolicy(false, 50);

  public SessionPolicy {
    if (most < 1) {
      throw new IllegalArgumentException("'maxSessions' must be more than 0");
    }
  }

  static SessionPolicy fromJson(JsonObject entry) {
    Fields f = Fields.of(entry);
    String word = f.textOrNull("sessions");
    return new SessionPolicy(isOwn(word), f.intOr("maxSessions", SHARED.most()));
  }

  private static boolean isOwn(String word) {
    if (word == null || word.equals("shared")) {
      return false;
    }
    if (word.equals("own")) {
      return true;
    }
    throw new IllegalArgumentException("'sessions' is none of shared, own");
  }

  void into(JsonObject entry) {
    if (!equals(SHARED)) {
      entry.put("sessions", own ? "own" : "shared").put("maxSessions", most);
    }
  }
}
