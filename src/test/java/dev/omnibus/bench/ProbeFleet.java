package dev.omnibus.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Any number of legacy MCP servers behind one port, told apart by path: {@code /s17/mcp}. It counts
 * the pings that arrive in each second.
 */
public final class ProbeFleet {

  private static final String INITIALIZED =
      "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
          + "\"serverInfo\":{\"name\":\"fleet\",\"version\":\"1\"}}";
  private static final String TOOLS =
      "{\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}}]}";

  private static final String CALLED = "{\"content\":[{\"type\":\"text\",\"text\":\"called\"}]}";

  private final HttpServer server;
  private final ConcurrentSkipListMap<Long, AtomicInteger> pings = new ConcurrentSkipListMap<>();
  private final Map<String, Set<String>> sessions = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final AtomicInteger opened = new AtomicInteger();

  public ProbeFleet(Vertx vertx) {
    this.server = vertx.createHttpServer().requestHandler(this::handle);
  }

  public Future<Integer> listen() {
    return server.listen(0, "127.0.0.1").map(HttpServer::actualPort);
  }

  /** Starts counting anew. */
  public void forget() {
    pings.clear();
    sessions.clear();
    counts.clear();
  }

  /** The fewest pings that any of the first n servers had; 0 when one had none. */
  public int least(int servers) {
    return IntStream.range(0, servers).map(this::count).min().orElse(0);
  }

  /** The pings that one server had. */
  public int count(int server) {
    return counts.getOrDefault("/s" + server + "/mcp", new AtomicInteger()).get();
  }

  /** How many sessions pinged one server, over all servers: {1} when each has one prober. */
  public Set<Integer> proberCounts() {
    return sessions.values().stream().map(Set::size).collect(Collectors.toSet());
  }

  /**
   * Pings that arrived in each whole second between two instants (epoch seconds, last exclusive).
   */
  List<Integer> perSecond(long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(second -> pings.containsKey(second) ? pings.get(second).get() : 0)
        .toList();
  }

  private void handle(HttpServerRequest request) {
    switch (request.method().name()) {
      case "POST" -> request.body().onSuccess(body -> answer(request, new JsonObject(body)));
      case "DELETE" -> request.response().end();
      default -> request.response().setStatusCode(405).end();
    }
  }

  private void answer(HttpServerRequest request, JsonObject message) {
    String method = message.getString("method");
    if (message.getValue("id") == null) {
      request.response().setStatusCode(202).end();
      return;
    }
    switch (method) {
      case "initialize" -> result(request, message, INITIALIZED);
      case "tools/list" -> result(request, message, TOOLS);
      case "tools/call" -> result(request, message, CALLED);
      case "ping" -> {
        long second = System.currentTimeMillis() / 1000;
        pings.computeIfAbsent(second, s -> new AtomicInteger()).incrementAndGet();
        counts.computeIfAbsent(request.path(), p -> new AtomicInteger()).incrementAndGet();
        sessions
            .computeIfAbsent(request.path(), p -> ConcurrentHashMap.newKeySet())
            .add(String.valueOf(request.getHeader("Mcp-Session-Id")));
        result(request, message, "{}");
      }
      default -> error(request, message);
    }
  }

  private void result(HttpServerRequest request, JsonObject message, String result) {
    if (message.getString("method").equals("initialize")) {
      request.response().putHeader("Mcp-Session-Id", "session-" + opened.incrementAndGet());
    }
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .end(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + message.getValue("id")
                + ",\"result\":"
                + result
                + "}");
  }

  private static void error(HttpServerRequest request, JsonObject message) {
    JsonObject error = new JsonObject().put("code", -32601).put("message", "no such method");
    request
        .response()
        .setStatusCode(message.getString("method").equals("server/discover") ? 400 : 200)
        .putHeader("Content-Type", "application/json")
        .end(
            new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", message.getValue("id"))
                .put("error", error)
                .encode());
  }
}
