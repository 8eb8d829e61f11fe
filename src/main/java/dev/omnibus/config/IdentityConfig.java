package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * How callers sign in and stay signed in.
 *
 * @param access life of an access token
 * @param refresh life of a refresh token; each use starts it anew
 * @param ticket life of a one-time socket ticket
 * @param loginPerMinute attempts to sign in as one user from one address
 * @param tokenInQuery whether {@code ?token=} is accepted on a socket's handshake
 * @param origins browser origins that are welcome besides the one the page came from
 */
public record IdentityConfig(
    Duration access,
    Duration refresh,
    Duration ticket,
    int loginPerMinute,
    boolean tokenInQuery,
    List<String> origins) {

  public IdentityConfig {
    origins = List.copyOf(origins);
    if (loginPerMinute < 1) {
      throw new IllegalArgumentException("'loginPerMinute' is less than 1");
    }
    if (access.isNegative() || access.isZero() || refresh.compareTo(access) < 0) {
      throw new IllegalArgumentException("'accessMinutes' is 0 or longer than 'refreshDays'");
    }
  }

  public static IdentityConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new IdentityConfig(
        Duration.ofMinutes(f.intOr("accessMinutes", 15)),
        Duration.ofDays(f.intOr("refreshDays", 7)),
        Duration.ofSeconds(f.intOr("ticketSeconds", 30)),
        f.intOr("loginPerMinute", 10),
        json.getBoolean("tokenInQuery", true),
        json.getJsonArray("origins", new JsonArray()).stream().map(String.class::cast).toList());
  }
}
