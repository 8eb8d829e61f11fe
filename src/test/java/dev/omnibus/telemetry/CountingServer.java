package dev.omnibus.telemetry;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Some MCP servers behind one port, told apart by path, that count the calls of their tools: {@code
 * ok} answers, {@code bad} says that it failed, {@code rpc} is answered by an error, and {@code
 * drop} by nothing, with the end of the connection. Each has a page of figures beside it.
 */
final class CountingServer implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Map<String, AtomicLong>> counts = new ConcurrentHashMap<>();
  private final int port;

  CountingServer() throws Exception {
    HttpServer server = vertx.createHttpServer().requestHandler(this::handle);
    port =
        server
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS)
            .actualPort();
  }

  String url(String server) {
    return "http://127.0.0.1:" + port + "/" + server + "/mcp";
  }

  /** How often each tool of a server was called. */
  Map<String, Long> counts(String server) {
    Map<String, Long> all = new TreeMap<>();
    counts.getOrDefault(server, Map.of()).forEach((tool, count) -> all.put(tool, count.get()));
    return all;
  }

  long calls(String server) {
    return counts(server).values().stream().mapToLong(count -> count).sum();
  }

  private void handle(HttpServerRequest request) {
    switch (request.method().name()) {
      case "POST" -> request.body().onSuccess(body -> answer(request, new JsonObject(body)));
      case "GET" -> figures(request);
      case "DELETE" -> request.response().end();
      default -> request.response().setStatusCode(405).end();
    }
  }

  private static void figures(HttpServerRequest request) {
    if (request.path().endsWith("/metrics")) {
      request
          .response()
          .putHeader("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8")
          .end("# TYPE process_threads gauge\nprocess_threads 7\n# EOF\n");
    } else {
      request.response().setStatusCode(405).end();
    }
  }

  private void answer(HttpServerRequest request, JsonObject message) {
    if (message.getValue("id") == null) {
      request.response().setStatusCode(202).end();
      return;
    }
    switch (message.getString("method")) {
      case "initialize" ->
          say(
              request,
              message,
              "result",
              new JsonObject()
                  .put("protocolVersion", "2025-11-25")
                  .put("capabilities", new JsonObject().put("tools", new JsonObject()))
                  .put("serverInfo", new JsonObject().put("name", "counting").put("version", "1")));
      case "tools/list" -> say(request, message, "result", tools());
      case "tools/call" -> call(request, message);
      default -> say(request, message, "result", new JsonObject());
    }
  }

  private static JsonObject tools() {
    JsonArray tools = new JsonArray();
    JsonObject schema = new JsonObject().put("type", "object");
    for (String name : new String[] {"ok", "bad", "rpc", "drop"}) {
      tools.add(new JsonObject().put("name", name).put("inputSchema", schema));
    }
    return new JsonObject().put("tools", tools);
  }

  private void call(HttpServerRequest request, JsonObject message) {
    String server = request.path().split("/")[1];
    String tool = message.getJsonObject("params").getString("name");
    counts
        .computeIfAbsent(server, young -> new ConcurrentHashMap<>())
        .computeIfAbsent(tool, young -> new AtomicLong())
        .incrementAndGet();
    JsonObject text = new JsonObject().put("type", "text").put("text", tool);
    JsonObject result = new JsonObject().put("content", new JsonArray().add(text));
    switch (tool) {
      case "drop" -> request.connection().close();
      case "bad", "made-up" -> say(request, message, "result", result.put("isError", true));
      case "rpc" ->
          say(
              request,
              message,
              "error",
              new JsonObject().put("code", -32602).put("message", "not so"));
      default -> say(request, message, "result", result);
    }
  }

  private static void say(HttpServerRequest request, JsonObject to, String how, JsonObject what) {
    JsonObject reply =
        new JsonObject().put("jsonrpc", "2.0").put("id", to.getValue("id")).put(how, what);
    request
        .response()
        .putHeader("Mcp-Session-Id", "counting")
        .putHeader("Content-Type", "application/json")
        .end(reply.encode());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
