package dev.omnibus.coordinator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small real MCP server (2025-11-25, streamable HTTP, JSON answers): three tools on two pages, a
 * count of what it was asked, and a memory that can be wiped.
 */
final class TinyServer {

  final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  final Set<String> sessions = ConcurrentHashMap.newKeySet();
  volatile boolean silent;
  volatile boolean forgetful;
  private final HttpServer server;

  private TinyServer(Vertx vertx, HttpServerOptions options) {
    this.server = vertx.createHttpServer(options).requestHandler(this::handle);
  }

  static Future<TinyServer> start(Vertx vertx, int port) {
    return start(vertx, port, new HttpServerOptions());
  }

  static Future<TinyServer> start(Vertx vertx, int port, HttpServerOptions options) {
    TinyServer tiny = new TinyServer(vertx, options);
    return tiny.server.listen(port, "127.0.0.1").map(tiny);
  }

  int port() {
    return server.actualPort();
  }

  int count(String method) {
    return asked.getOrDefault(method, new AtomicInteger()).get();
  }

  Future<Void> stop() {
    return server.close();
  }

  private void handle(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.DELETE)) {
      sessions.remove(request.getHeader("Mcp-Session-Id"));
      request.response().end();
    } else if (request.method().equals(HttpMethod.POST)) {
      request.body().onSuccess(body -> post(request, body));
    } else {
      request.response().setStatusCode(405).end();
    }
  }

  private void post(HttpServerRequest request, Buffer body) {
    JsonObject message = body.toJsonObject();
    String method = message.getString("method");
    asked.computeIfAbsent(method, m -> new AtomicInteger()).incrementAndGet();
    String session = request.getHeader("Mcp-Session-Id");
    if (silent) {
      return;
    }
    if (forgetful && message.containsKey("id")) {
      sessions.remove(String.valueOf(session));
    }
    if (session != null && message.containsKey("id") && !sessions.contains(session)) {
      request.response().setStatusCode(404).end();
    } else if (!message.containsKey("id")) {
      request.response().setStatusCode(202).end();
    } else {
      if (method.equals("initialize")) {
        String young = UUID.randomUUID().toString();
        sessions.add(young);
        request.response().putHeader("Mcp-Session-Id", young);
      }
      JsonObject reply = answer(method, message.getJsonObject("params", new JsonObject()));
      request
          .response()
          .putHeader("Content-Type", "application/json")
          .end(reply.put("jsonrpc", "2.0").put("id", message.getValue("id")).toBuffer());
    }
  }

  private static JsonObject answer(String method, JsonObject params) {
    return switch (method) {
      case "initialize" ->
          result(
              new JsonObject()
                  .put("protocolVersion", "2025-11-25")
                  .put("capabilities", new JsonObject().put("tools", new JsonObject()))
                  .put("serverInfo", new JsonObject().put("name", "tiny").put("version", "1")));
      case "ping" -> result(new JsonObject());
      case "tools/list" ->
          params.containsKey("cursor")
              ? result(new JsonObject().put("tools", JsonArray.of(tool("c"))))
              : result(
                  new JsonObject()
                      .put("tools", JsonArray.of(tool("a"), tool("b")))
                      .put("nextCursor", "2"));
      case "tools/call" -> call(params);
      default -> error(-32601, "no such method");
    };
  }

  private static JsonObject call(JsonObject params) {
    if (params.getString("name").equals("missing")) {
      return error(-32602, "no such tool");
    }
    boolean bad = params.getString("name").equals("bad");
    return result(
        new JsonObject()
            .put("isError", bad)
            .put("content", JsonArray.of(params.getJsonObject("arguments"))));
  }

  private static JsonObject tool(String name) {
    return new JsonObject().put("name", name).put("inputSchema", new JsonObject());
  }

  private static JsonObject result(JsonObject result) {
    return new JsonObject().put("result", result);
  }

  private static JsonObject error(int code, String text) {
    return new JsonObject().put("error", new JsonObject().put("code", code).put("message", text));
  }
}
