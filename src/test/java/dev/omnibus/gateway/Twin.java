package dev.omnibus.gateway;

import dev.omnibus.harness.FreePort;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One replica of a legacy server over HTTP that can be killed and started again on its port. At
 * {@code /mcp} it keeps sessions, at {@code /free} it wants none. {@code look} may be repeated,
 * {@code pay} may not; each answers after a moment with the name of who did it, {@code hang} never
 * does. All twins note in one book how often each call was done.
 */
final class Twin {

  private static final AtomicInteger SESSIONS = new AtomicInteger();
  private static final String TOOLS =
      """
      {"tools":[{"name":"look","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}},
       {"name":"pay","inputSchema":{"type":"object"}},
       {"name":"hang","inputSchema":{"type":"object"}}]}
      """;

  private final Vertx vertx;
  private final String name;
  private final Map<String, AtomicInteger> book;
  private final int port = FreePort.next();
  private final Set<String> sessions = ConcurrentHashMap.newKeySet();
  final List<String> done = new CopyOnWriteArrayList<>();
  volatile int hanging;
  private HttpServer server;

  Twin(Vertx vertx, String name, Map<String, AtomicInteger> book) throws Exception {
    this.vertx = vertx;
    this.name = name;
    this.book = book;
    start();
  }

  void start() throws Exception {
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
            .requestHandler(this::handle);
    wait(server.listen(port));
  }

  /** As a process dies: its port is closed, its connections break, its sessions are gone. */
  void kill() throws Exception {
    sessions.clear();
    wait(server.close());
  }

  private static void wait(io.vertx.core.Future<?> done) throws Exception {
    done.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private void handle(HttpServerRequest request) {
    request.response().exceptionHandler(expected -> {});
    String session = request.getHeader("Mcp-Session-Id");
    if (!request.method().name().equals("POST")) {
      request.response().setStatusCode(405).end();
    } else if (session != null && !sessions.contains(session)) {
      request.response().setStatusCode(404).end();
    } else {
      request.body().onSuccess(body -> answer(Envelope.of(body), request));
    }
  }

  private void answer(Envelope message, HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (message.id() == null) {
      response.setStatusCode(202).end();
      return;
    }
    switch (message.method()) {
      case "initialize" -> initialize(message, request);
      case "tools/list" -> result(response, message, TOOLS);
      case "tools/call" -> call(message, response);
      case "ping" -> result(response, message, "{}");
      default ->
          json(response, message, "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}");
    }
  }

  private void initialize(Envelope message, HttpServerRequest request) {
    if (request.path().equals("/mcp")) {
      String session = name + "-" + SESSIONS.incrementAndGet();
      sessions.add(session);
      request.response().putHeader("Mcp-Session-Id", session);
    }
    result(
        request.response(),
        message,
        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
            + "\"serverInfo\":{\"name\":\"twin\",\"version\":\"1\"}}");
  }

  private void call(Envelope message, HttpServerResponse response) {
    String tool = message.text("params", "name");
    if ("hang".equals(tool)) {
      hanging++;
      return;
    }
    String call = tool + " " + message.raw("params", "arguments", "n");
    book.computeIfAbsent(call, c -> new AtomicInteger()).incrementAndGet();
    done.add(call);
    vertx.setTimer(
        5,
        later ->
            result(
                response,
                message,
                new JsonObject()
                    .put("content", List.of(new JsonObject().put("type", "text").put("text", name)))
                    .encode()));
  }

  private static void result(HttpServerResponse response, Envelope message, String result) {
    json(response, message, "\"result\":" + result);
  }

  private static void json(HttpServerResponse response, Envelope message, String member) {
    if (!response.ended() && !response.closed()) {
      response
          .putHeader("Content-Type", "application/json")
          .end("{\"jsonrpc\":\"2.0\",\"id\":" + message.id() + "," + member + "}");
    }
  }
}
