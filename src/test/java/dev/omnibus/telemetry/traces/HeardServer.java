package dev.omnibus.telemetry.traces;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A legacy server behind streamable HTTP that remembers the headers of the last call of a tool. */
final class HeardServer implements AutoCloseable {

  private final HttpServer http;
  volatile String parent;
  volatile String state;

  HeardServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(Executors.newCachedThreadPool());
    http.createContext("/mcp", this::heard);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/mcp";
  }

  private void heard(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      JsonObject message = body.length == 0 ? new JsonObject() : new JsonObject(new String(body));
      if (!message.containsKey("id")) {
        exchange.sendResponseHeaders(body.length == 0 ? 405 : 202, -1);
        return;
      }
      if ("tools/call".equals(message.getString("method"))) {
        parent = exchange.getRequestHeaders().getFirst("traceparent");
        state = exchange.getRequestHeaders().getFirst("tracestate");
      }
      byte[] answer =
          new JsonObject()
              .put("jsonrpc", "2.0")
              .put("id", message.getValue("id"))
              .put("result", result(message))
              .encode()
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Mcp-Session-Id", "one");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static JsonObject result(JsonObject message) {
    return switch (message.getString("method")) {
      case "initialize" ->
          new JsonObject()
              .put("protocolVersion", message.getJsonObject("params").getString("protocolVersion"))
              .put("capabilities", new JsonObject().put("tools", new JsonObject()))
              .put("serverInfo", new JsonObject().put("name", "heard").put("version", "1"));
      case "tools/list" ->
          new JsonObject()
              .put(
                  "tools",
                  new JsonArray()
                      .add(
                          new JsonObject()
                              .put("name", "context")
                              .put("inputSchema", new JsonObject().put("type", "object"))));
      case "tools/call" -> new JsonObject().put("content", new JsonArray());
      default -> new JsonObject();
    };
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
