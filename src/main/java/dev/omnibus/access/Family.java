package dev.omnibus.access;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * One signed-in session: all tokens that descend from one login. Only the refresh token with the
 * current id is good, and only once.
 *
 * <p>{@code {"id":"...","user":"ann","turn":3,"token":"...","expires":"...","revoked":false}}
 *
 * @param turn how often the family was renewed; of two copies the later one is the truth
 * @param token the id of the refresh token that is good now
 */
record Family(String id, String user, long turn, String token, Instant expires, boolean revoked) {

  Family turned(long number) {
    return new Family(id, user, number, token, expires, revoked);
  }

  Family ended() {
    return new Family(id, user, turn, token, expires, true);
  }

  boolean live(Instant now) {
    return !revoked && now.isBefore(expires);
  }

  /** Whether this copy knows more than the other; an end is never undone. */
  boolean beats(Family other) {
    return revoked != other.revoked ? revoked : turn > other.turn;
  }

  Family better(Family other) {
    return other.beats(this) ? other : this;
  }

  String toText() {
    return toJson().encode();
  }

  static Family of(String text) {
    return fromJson(new JsonObject(text));
  }

  private JsonObject toJson() {
    return new JsonObject()
        .put("id", id)
        .put("user", user)
        .put("turn", turn)
        .put("token", token)
        .put("expires", expires.toString())
        .put("revoked", revoked);
  }

  private static Family fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new Family(
        f.text("id"),
        f.text("user"),
        f.number("turn"),
        f.text("token"),
        f.instant("expires"),
        json.getBoolean("revoked", false));
  }
}
