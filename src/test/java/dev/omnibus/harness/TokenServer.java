package dev.omnibus.harness;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small authorization server that gives tokens for client credentials, and the server's side of
 * them: whether one is still good.
 */
public final class TokenServer implements AutoCloseable {

  public static final String CLIENT = "gate way";
  public static final String SECRET = "s3cret:with/signs+";

  private final HttpServer server;
  private final AtomicInteger given = new AtomicInteger();
  private final Set<String> good = ConcurrentHashMap.newKeySet();

  /** What was asked for, with {@code authorization} beside the fields of the form. */
  public final List<JsonObject> asked = new CopyOnWriteArrayList<>();

  /** Paths of metadata that were looked for. */
  public final List<String> looked = new CopyOnWriteArrayList<>();

  public volatile Object lasts = 3600;
  public volatile boolean silent;

  /** What it answers instead of a token, or null. */
  public volatile JsonObject refusal;

  public volatile JsonArray methods = JsonArray.of("client_secret_basic", "client_secret_post");
  public volatile String issuer;

  /** Where its metadata stand. */
  public volatile String place = "/.well-known/oauth-authorization-server";

  public TokenServer(Vertx vertx) {
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
            .requestHandler(this::handle)
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    issuer = url();
  }

  public String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  public String tokenUrl() {
    return url() + "/token";
  }

  /** Whether a server would let this request in. */
  public boolean takes(String authorization) {
    return authorization != null
        && authorization.startsWith("Bearer ")
        && good.contains(authorization.substring(7));
  }

  /** No token that was given is good any more. */
  public void revoke() {
    good.clear();
  }

  /** Tokens given so far. */
  public int given() {
    return given.get();
  }

  private void handle(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.GET)) {
      looked.add(request.path());
      metadata(request);
    } else if (!silent) {
      request.body().onSuccess(body -> token(request, form(body)));
    }
  }

  private void metadata(HttpServerRequest request) {
    if (!request.path().equals(place)) {
      request.response().setStatusCode(404).end();
      return;
    }
    JsonObject json =
        new JsonObject()
            .put("issuer", issuer)
            .put("token_endpoint", tokenUrl())
            .put("token_endpoint_auth_methods_supported", methods);
    request.response().putHeader("Content-Type", "application/json").end(json.encode());
  }

  private static JsonObject form(Buffer body) {
    JsonObject form = new JsonObject();
    for (String field : body.toString().split("&")) {
      int sign = field.indexOf('=');
      form.put(field.substring(0, sign), decoded(field.substring(sign + 1)));
    }
    return form;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private void token(HttpServerRequest request, JsonObject form) {
    MultiMap headers = request.headers();
    asked.add(form.copy().put("authorization", headers.get("Authorization")));
    boolean known = isBasic(headers.get("Authorization")) || isPosted(form) || isSigned(form);
    JsonObject answer = refusal;
    if (answer == null && !known) {
      answer = new JsonObject().put("error", "invalid_client").put("error_description", SECRET);
    }
    if (answer == null) {
      answer = young();
    } else {
      request.response().setStatusCode(401);
    }
    request.response().putHeader("Content-Type", "application/json").end(answer.encode());
  }

  private JsonObject young() {
    String token = "tok-" + given.incrementAndGet() + "-" + "x".repeat(20);
    good.add(token);
    return new JsonObject()
        .put("access_token", token)
        .put("token_type", "bearer")
        .put("expires_in", lasts);
  }

  /** RFC 6749 2.3.1: both parts were encoded before they were put together. */
  private static boolean isBasic(String authorization) {
    if (authorization == null || !authorization.startsWith("Basic ")) {
      return false;
    }
    byte[] pair = Base64.getDecoder().decode(authorization.substring(6));
    String[] parts = new String(pair, StandardCharsets.UTF_8).split(":");
    return parts.length == 2
        && decoded(parts[0]).equals(CLIENT)
        && decoded(parts[1]).equals(SECRET);
  }

  private static boolean isPosted(JsonObject form) {
    return CLIENT.equals(form.getString("client_id"))
        && SECRET.equals(form.getString("client_secret"));
  }

  /** The signature is looked at by the test that has the key. */
  private static boolean isSigned(JsonObject form) {
    return form.containsKey("client_assertion");
  }

  @Override
  public void close() {
    server.close();
  }
}
