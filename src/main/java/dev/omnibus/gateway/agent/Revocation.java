package dev.omnibus.gateway.agent;

import dev.omnibus.access.Caller;
import io.vertx.core.json.JsonObject;

/**
 * Somebody signed out, or was blocked: {@code {"user":"ann","session":"f3..."}}.
 *
 * @param session null for all that the user has
 */
public record Revocation(String user, String session) {

  public static Revocation fromJson(JsonObject data) {
    return new Revocation(data.getString("user"), data.getString("session"));
  }

  /** Whether this caller came with what is no good any more. */
  public boolean concerns(Caller caller) {
    return caller.user().equals(user) && (session == null || session.equals(caller.session()));
  }
}
