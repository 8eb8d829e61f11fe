package dev.omnibus.mcp;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** One HTTP server on the loopback interface with a different bad manner on each path. */
public final class HostileServer {
  private static final int HUGE_BYTES = 50_000_000;

  /** What was asked, as {@code "POST /path method session"}. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  private final Vertx vertx;
  private final HttpServer server;
  private final Map<String, Handler<HttpServerRequest>> paths = new HashMap<>();

  public HostileServer(Vertx vertx) {
    this(vertx, new HttpServerOptions());
  }

  public HostileServer(Vertx vertx, HttpServerOptions options) {
    this.vertx = vertx;
    server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0));
    server.requestHandler(this::handle);
    paths.put("/silent", request -> {});
    paths.put("/garbage", request -> json(request, 200, "this is no JSON"));
    paths.put("/not-rpc", request -> json(request, 200, "{\"hello\":\"world\"}"));
    paths.put("/html", request -> body(request, 200, "text/html", "<html>Hi</html>"));
    paths.put("/500", request -> json(request, 500, "{\"oops\":true}"));
    paths.put("/busy", request -> busy(request.response()));
    paths.put("/accepted", request -> request.response().setStatusCode(202).end());
    paths.put("/cut", request -> cut(request, "application/json"));
    paths.put("/cut-stream", request -> cut(request, "text/event-stream"));
    paths.put("/huge", request -> huge(request, "application/json"));
    paths.put("/huge-event", request -> huge(request, "text/event-stream"));
    paths.put("/redirect", request -> redirect(request.response()));
    paths.put("/locked", request -> locked(request.response()));
    paths.put("/forbidden", request -> json(request, 403, ""));
  }

  public Future<HostileServer> start() {
    return server.listen().map(this);
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.actualPort() + path;
  }

  HttpEndpoint at(String path) {
    return Peers.http(url(path));
  }

  public int port() {
    return server.actualPort();
  }

  /** A path of a test's own. */
  HostileServer on(String path, Handler<HttpServerRequest> manner) {
    paths.put(path, manner);
    return this;
  }

  /** A legacy server that treats what follows the handshake in the given way. */
  HostileServer legacy(String path, LegacyManner manner) {
    return on(path, request -> request.bodyHandler(body -> legacy(request, body, manner)));
  }

  /** What to do with one message of an initialized session. */
  interface LegacyManner {
    void handle(HttpServerRequest request, JsonObject message);
  }

  static void json(HttpServerRequest request, int status, String text) {
    body(request, status, "application/json", text);
  }

  static HttpServerResponse stream(HttpServerRequest request) {
    return request
        .response()
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream; charset=utf-8");
  }

  static String event(JsonObject message) {
    return "data: " + message.encode() + "\n\n";
  }

  private void handle(HttpServerRequest request) {
    paths
        .getOrDefault(request.path(), unknown -> unknown.response().setStatusCode(404).end())
        .handle(request);
  }

  private void legacy(HttpServerRequest request, Buffer body, LegacyManner manner) {
    JsonObject message = body.length() == 0 ? new JsonObject() : body.toJsonObject();
    String method = message.getString("method", "");
    heard.add(request.method() + " " + method + " " + request.getHeader("Mcp-Session-Id"));
    if (request.method() == HttpMethod.DELETE) {
      request.response().end();
      return;
    }
    switch (method) {
      case "server/discover" ->
          json(request, 400, JsonRpc.error(message.getValue("id"), -32000, "no session").encode());
      case "initialize" -> initialize(request, message);
      case "notifications/initialized" -> request.response().setStatusCode(202).end();
      default -> manner.handle(request, message);
    }
  }

  private static void initialize(HttpServerRequest request, JsonObject message) {
    JsonObject result =
        new JsonObject()
            .put("protocolVersion", "2025-11-25")
            .put("capabilities", new JsonObject())
            .put("serverInfo", new JsonObject().put("name", "hostile").put("version", "1"));
    request.response().putHeader("Mcp-Session-Id", "s-1");
    json(request, 200, JsonRpc.result(message.getValue("id"), result).encode());
  }

  private static void body(HttpServerRequest request, int status, String type, String text) {
    request.response().setStatusCode(status).putHeader("Content-Type", type).end(text);
  }

  private static void busy(HttpServerResponse response) {
    response.setStatusCode(503).putHeader("Retry-After", "7").end();
  }

  private static void redirect(HttpServerResponse response) {
    response
        .setStatusCode(307)
        .putHeader("Location", "https://elsewhere.example/mcp?token=secret")
        .end();
  }

  private static void locked(HttpServerResponse response) {
    response.setStatusCode(401).putHeader("WWW-Authenticate", "Bearer realm=\"x\"").end();
  }

  private static void cut(HttpServerRequest request, String type) {
    request.response().putHeader("Content-Type", type).putHeader("Content-Length", "1000");
    request.response().write("{\"jsonrpc\":").onComplete(done -> request.connection().close());
  }

  private void huge(HttpServerRequest request, String type) {
    HttpServerResponse response = request.response().setChunked(true);
    response.putHeader("Content-Type", type);
    response.write("data: ");
    pour(response, Buffer.buffer("x".repeat(1_000_000)), HUGE_BYTES / 1_000_000);
  }

  private void pour(HttpServerResponse response, Buffer chunk, int left) {
    if (left == 0) {
      response.end();
    } else {
      response
          .write(chunk)
          .onSuccess(v -> vertx.runOnContext(x -> pour(response, chunk, left - 1)));
    }
  }
}
