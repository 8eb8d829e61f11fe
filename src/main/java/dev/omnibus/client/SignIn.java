package dev.omnibus.client;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Signs in by password or key, and stays signed in. */
final class SignIn implements Credentials {

  private static final String PATH = "/auth/api/v1/auth/";

  private final JsonObject login;
  private String access;
  private String refresh;
  private CompletableFuture<String> running;

  SignIn(JsonObject login) {
    this.login = login;
  }

  @Override
  public synchronized CompletionStage<String> token(URI node, String worn) {
    if (access != null && !access.equals(worn)) {
      return CompletableFuture.completedFuture(access);
    }
    if (running != null) {
      return running;
    }
    CompletableFuture<String> asked = ask(node).thenApply(this::keep);
    running = asked;
    asked.whenComplete((token, failure) -> done(asked));
    return asked;
  }

  private synchronized void done(CompletableFuture<String> asked) {
    if (running == asked) {
      running = null;
    }
  }

  /**
   * A refresh token is good once. One whose answer was lost would end the session when it is shown
   * again, so it is forgotten before.
   */
  private CompletableFuture<JsonObject> ask(URI node) {
    if (refresh == null) {
      return Web.post(node, PATH + "login", null, login);
    }
    JsonObject body = new JsonObject().put("refresh_token", refresh);
    refresh = null;
    return Web.post(node, PATH + "refresh", null, body)
        .handle((pair, failure) -> failure == null ? done(pair) : again(node, failure))
        .thenCompose(next -> next);
  }

  private static CompletableFuture<JsonObject> done(JsonObject pair) {
    return CompletableFuture.completedFuture(pair);
  }

  /** The session is over: another one. */
  private CompletableFuture<JsonObject> again(URI node, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof BusException known && known.failure() == Failure.UNAUTHENTICATED
        ? Web.post(node, PATH + "login", null, login)
        : CompletableFuture.failedFuture(cause);
  }

  private synchronized String keep(JsonObject pair) {
    access = pair.getString("access_token");
    refresh = pair.getString("refresh_token");
    return access;
  }
}
