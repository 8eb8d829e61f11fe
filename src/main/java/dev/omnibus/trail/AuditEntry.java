package dev.omnibus.trail;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One act of somebody, as it is noted down: who, what, on which server and tool, with what outcome.
 *
 * <p>{@code {"at":"2026-11-22T10:00:00.123Z","user":"ann","action":"command.server.restart",
 * "server":"files","outcome":"ok","durationMs":12,"detail":{...}}}
 *
 * @param user from a verified proof only; null for whoever showed none
 * @param action an address of the bus, or a word of the same form such as {@code socket.connect}
 * @param server null where it is about none
 * @param tool null where it is about none
 * @param outcome {@code ok}, or the word for what it failed with
 * @param durationMs null where it took no time worth measuring
 * @param detail what else is to be kept; never a secret; null for nothing
 */
public record AuditEntry(
    Instant at,
    String user,
    String action,
    String server,
    String tool,
    String outcome,
    Long durationMs,
    JsonObject detail) {

  private static final int LONGEST = 300;

  /** What went well is called so. */
  public static final String OK = "ok";

  /** How acts ended that nobody could note down. */
  public static final String LOST = "lost";

  /** The action of most entries. */
  public static final String TOOL_CALL = "mcp.tool.call";

  public AuditEntry {
    if (at == null || action == null || outcome == null) {
      throw new IllegalArgumentException("an entry says when, what and how it ended");
    }
    at = at.truncatedTo(ChronoUnit.MILLIS);
    user = clean(user);
    action = clean(action);
    server = clean(server);
    tool = clean(tool);
    outcome = clean(outcome);
  }

  /** Every store can keep it: short, no NUL, no half of a surrogate pair. */
  private static String clean(String text) {
    if (text == null || isClean(text)) {
      return text;
    }
    String brief = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    byte[] sound = brief.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8);
    return new String(sound, StandardCharsets.UTF_8);
  }

  /** Most are, and need no copy. */
  private static boolean isClean(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == 0 || Character.isSurrogate(letter)) {
        return false;
      }
    }
    return true;
  }

  /** An act that is about no server and took no time. */
  public static AuditEntry of(
      Instant at, String user, String action, String outcome, JsonObject detail) {
    return new AuditEntry(at, user, action, null, null, outcome, null, detail);
  }

  public JsonObject toJson() {
    JsonObject json = new JsonObject().put("at", at.toString());
    putKnown(json, "user", user);
    json.put("action", action);
    putKnown(json, "server", server);
    putKnown(json, "tool", tool);
    json.put("outcome", outcome);
    putKnown(json, "durationMs", durationMs);
    putKnown(json, "detail", detail);
    return json;
  }

  private static void putKnown(JsonObject json, String key, Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }

  public static AuditEntry fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new AuditEntry(
        f.instant("at"),
        f.textOrNull("user"),
        f.text("action"),
        f.textOrNull("server"),
        f.textOrNull("tool"),
        f.text("outcome"),
        f.longOrNull("durationMs"),
        f.objectOrNull("detail", detail -> detail));
  }
}
