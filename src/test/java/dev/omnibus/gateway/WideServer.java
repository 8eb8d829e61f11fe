package dev.omnibus.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A legacy server behind streamable HTTP with a thousand tools in pages. It can say that they
 * changed, stop answering, die, and come back at the same place.
 */
final class WideServer {

  private static final int PAGE = 400;

  private final Vertx vertx;
  private final List<String> tools =
      new CopyOnWriteArrayList<>(IntStream.range(0, 1_000).mapToObj(i -> "t" + i).toList());
  private final Set<HttpServerResponse> streams = ConcurrentHashMap.newKeySet();
  private HttpServer http;
  private int port;
  private volatile boolean hangs;

  /** Whether it has no list for who asks. */
  volatile boolean fails;

  /** How often it was asked for one. */
  final AtomicInteger lists = new AtomicInteger();

  WideServer(Vertx vertx) {
    this.vertx = vertx;
  }

  void start() throws Exception {
    hangs = false;
    http =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(port, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
    port = http.actualPort();
  }

  void die() throws Exception {
    streams.clear();
    http.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  void hang() {
    hangs = true;
  }

  String url() {
    return "http://127.0.0.1:" + port + "/mcp";
  }

  void add(String tool) {
    tools.add(tool);
    String message = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
    streams.forEach(stream -> stream.write("data: " + message + "\n\n"));
  }

  private void handle(HttpServerRequest request) {
    if (hangs) {
      request.resume();
    } else if (request.method() == HttpMethod.GET) {
      HttpServerResponse stream = request.response().setChunked(true);
      stream.putHeader("Content-Type", "text/event-stream").write(": here\n\n");
      streams.add(stream);
      stream.closeHandler(v -> streams.remove(stream));
    } else if (request.method() == HttpMethod.POST) {
      request.body().onSuccess(body -> answer(request.response(), body.toJsonObject()));
    } else {
      request.response().end();
    }
  }

  private void answer(HttpServerResponse response, JsonObject message) {
    if (!message.containsKey("id")) {
      response.setStatusCode(202).end();
      return;
    }
    JsonObject reply = new JsonObject().put("jsonrpc", "2.0").put("id", message.getValue("id"));
    JsonObject params = message.getJsonObject("params", new JsonObject());
    switch (message.getString("method")) {
      case "initialize" -> {
        response.putHeader("Mcp-Session-Id", "wide");
        reply.put("result", initialized());
      }
      case "ping" -> reply.put("result", new JsonObject());
      case "tools/list" -> {
        lists.incrementAndGet();
        if (fails) {
          reply.put("error", new JsonObject().put("code", -32603).put("message", "not now"));
        } else {
          reply.put("result", page(params.getString("cursor", "0")));
        }
      }
      default ->
          reply.put(
              "error", new JsonObject().put("code", -32601).put("message", "Method not found"));
    }
    response.putHeader("Content-Type", "application/json").end(reply.toBuffer());
  }

  private static JsonObject initialized() {
    return new JsonObject()
        .put("protocolVersion", "2025-11-25")
        .put("capabilities", new JsonObject("{\"tools\":{\"listChanged\":true}}"))
        .put("serverInfo", new JsonObject().put("name", "wide").put("version", "1"));
  }

  private JsonObject page(String cursor) {
    int from = Integer.parseInt(cursor);
    int to = Math.min(tools.size(), from + PAGE);
    JsonArray items = new JsonArray();
    tools.subList(from, to).forEach(name -> items.add(new JsonObject().put("name", name)));
    JsonObject page = new JsonObject().put("tools", items);
    return to < tools.size() ? page.put("nextCursor", Integer.toString(to)) : page;
  }
}
