package dev.omnibus.access;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Somebody whose token, ticket or key was verified. Programs that came with a key are called {@code
 * key:<name>}.
 *
 * <p>{@code {"user":"ann","roles":["viewer"],"session":"f3...","expires":"2026-11-22T10:15:00Z"}}
 *
 * @param roles what they were at the door; {@link Policy} looks up those of now
 * @param session the token family, or the caller's own name for a key
 * @param expires when the proof must be renewed
 */
public record Caller(String user, Set<String> roles, String session, Instant expires) {

  public Caller {
    roles = Set.copyOf(roles);
  }

  public JsonObject toJson() {
    return new JsonObject()
        .put("user", user)
        .put("roles", new JsonArray(new TreeSet<>(roles).stream().toList()))
        .put("session", session)
        .put("expires", expires.toString());
  }

  public static Caller fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    Set<String> roles =
        json.getJsonArray("roles", new JsonArray()).stream()
            .map(String.class::cast)
            .collect(Collectors.toSet());
    return new Caller(f.text("user"), roles, f.text("session"), f.instant("expires"));
  }
}
