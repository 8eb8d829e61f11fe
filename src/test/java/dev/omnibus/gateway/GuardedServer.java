package dev.omnibus.gateway;

import dev.omnibus.harness.TokenServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link TrickyServer} that wants an access token, and says whose. */
final class GuardedServer {

  final TrickyServer inside;
  final List<String> shown = new CopyOnWriteArrayList<>();
  private final TokenServer issuer;
  private final HttpServer server;
  volatile boolean closed;

  GuardedServer(Vertx vertx, TokenServer issuer) {
    this.issuer = issuer;
    this.inside = new TrickyServer(vertx);
    this.server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
            .requestHandler(this::handle)
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/mcp";
  }

  private void handle(HttpServerRequest request) {
    if (request.path().startsWith("/.well-known/oauth-protected-resource")) {
      JsonObject metadata =
          new JsonObject()
              .put("resource", url())
              .put("authorization_servers", JsonArray.of(issuer.url()));
      request.response().putHeader("Content-Type", "application/json").end(metadata.encode());
      return;
    }
    String authorization = request.getHeader("Authorization");
    shown.add(String.valueOf(authorization));
    if (!closed && issuer.takes(authorization)) {
      inside.handle(request);
    } else {
      request
          .response()
          .setStatusCode(401)
          .putHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"")
          .end();
    }
  }
}
