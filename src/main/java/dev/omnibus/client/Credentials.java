package dev.omnibus.client;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Who a client is. One of these may serve any number of clients: they then sign in together, and
 * renew together.
 */
@FunctionalInterface
public interface Credentials {

  /**
   * An access token to show to a node.
   *
   * @param node where to ask for one
   * @param worn the token that is no longer good, or will soon be; null when any will do
   * @return fails with a {@link dev.omnibus.bus.BusException}; UNAUTHENTICATED, FORBIDDEN and
   *     BAD_REQUEST end the client
   */
  CompletionStage<String> token(URI node, String worn);

  /** Somebody with a password. */
  static Credentials password(String user, String password) {
    return new SignIn(new JsonObject().put("username", user).put("password", password));
  }

  /** A program with an API key. */
  static Credentials key(String key) {
    return new SignIn(new JsonObject().put("api_key", key));
  }

  /** A token that somebody else got and that nobody renews. */
  static Credentials token(String token) {
    return (node, worn) -> CompletableFuture.completedFuture(token);
  }
}
