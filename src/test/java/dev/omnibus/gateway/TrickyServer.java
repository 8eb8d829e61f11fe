package dev.omnibus.gateway;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A legacy MCP server over HTTP whose tools are its manners: {@code echo} gives back its arguments
 * as they were written, {@code hang} never answers, {@code cut} breaks off within a JSON answer,
 * {@code cut-stream} within an event, {@code big} sends megabytes, {@code split} cuts a stream in
 * the middle of characters and line ends. It notes what it hears and what is closed.
 */
final class TrickyServer {

  static final String SPLIT =
      "id: 7\r\nevent: message\r\ndata: {\"jsonrpc\":\"2.0\",\"id\":ID,\r\n"
          + "data: \"result\":{\"content\":[{\"type\":\"text\",\"text\":\"gr\u00fc\u00df dich \ud83d\ude00\"}]}}\r\n\r\n";

  private static final int PIECE = 64 << 10;

  private final HttpServer server;
  private final Vertx vertx;
  final List<String> heard = new CopyOnWriteArrayList<>();
  final Map<String, String> lastHeaders = new ConcurrentHashMap<>();
  final List<String> closed = new CopyOnWriteArrayList<>();

  TrickyServer(Vertx vertx) {
    this.vertx = vertx;
    this.server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
            .requestHandler(this::handle);
  }

  Future<TrickyServer> start() {
    return server.listen(0).map(this);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/mcp";
  }

  void handle(HttpServerRequest request) {
    request.response().exceptionHandler(expected -> {});
    if (!request.method().name().equals("POST")) {
      heard.add(request.method().name());
      request.response().setStatusCode(405).end();
      return;
    }
    request.body().onSuccess(body -> answer(Envelope.of(body), request));
  }

  private void answer(Envelope message, HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (message.id() == null) {
      heard.add(message.method() + " " + message.raw("params"));
      response.setStatusCode(202).end();
      return;
    }
    switch (String.valueOf(message.method())) {
      case "initialize" ->
          json(
              response.putHeader("Mcp-Session-Id", "tricky-session").putHeader("Set-Cookie", "a=b"),
              message,
              "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                  + "\"serverInfo\":{\"name\":\"tricky\",\"version\":\"1\"}}");
      case "ping" -> json(response, message, "{}");
      case "tools/list" -> json(response, message, "{\"tools\":[],\"x\":1.0}");
      case "tools/call" -> tool(message, request);
      default -> refuse(response, message);
    }
  }

  private void refuse(HttpServerResponse response, Envelope message) {
    response
        .setStatusCode(message.method().startsWith("odd/") ? 429 : 400)
        .putHeader("Retry-After", "17")
        .putHeader("Content-Type", "application/json")
        .end(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + message.id()
                + ",\"error\":{\"code\":-32601,\"message\":\"no\",\"data\":{\"n\":1e400}}}");
  }

  private void tool(Envelope message, HttpServerRequest request) {
    String tool = message.text("params", "name");
    heard.add("tools/call " + tool);
    request.headers().forEach(h -> lastHeaders.put(h.getKey().toLowerCase(), h.getValue()));
    HttpServerResponse response = request.response();
    response.closeHandler(gone -> closed.add(tool));
    switch (tool) {
      case "echo" -> json(response, message, message.raw("params", "arguments"));
      case "cut" -> {
        response.putHeader("Content-Type", "application/json").putHeader("Content-Length", "1000");
        response.write("{\"jsonrpc\":\"2.0\",").onComplete(sent -> request.connection().close());
      }
      case "cut-stream" -> {
        response.putHeader("Content-Type", "text/event-stream").setChunked(true);
        response.write("event: message\ndata: {\"json").onComplete(sent -> later(request));
      }
      case "split" -> split(message, response);
      case "big" -> big(message, response);
      default -> {
        // it hangs
      }
    }
  }

  private void later(HttpServerRequest request) {
    vertx.setTimer(200, id -> request.connection().close());
  }

  /** A byte at a time. */
  private void split(Envelope message, HttpServerResponse response) {
    response.putHeader("Content-Type", "text/event-stream").setChunked(true);
    byte[] bytes = Buffer.buffer(SPLIT.replace("ID", message.id())).getBytes();
    one(response, bytes, 0);
  }

  private void one(HttpServerResponse response, byte[] bytes, int at) {
    if (at == bytes.length) {
      response.end();
    } else {
      response
          .write(Buffer.buffer(new byte[] {bytes[at]}))
          .onSuccess(sent -> one(response, bytes, at + 1));
    }
  }

  private void big(Envelope message, HttpServerResponse response) {
    int pieces = Integer.parseInt(message.raw("params", "arguments", "pieces"));
    response.putHeader("Content-Type", "application/json").setChunked(true);
    response.write(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + message.id()
            + ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"");
    more(response, Buffer.buffer("x".repeat(PIECE)), pieces);
  }

  private void more(HttpServerResponse response, Buffer piece, int left) {
    if (left == 0) {
      response.end("\"}]}}");
    } else {
      response.write(piece).onSuccess(sent -> more(response, piece, left - 1));
    }
  }

  private static void json(HttpServerResponse response, Envelope message, String result) {
    response
        .putHeader("Content-Type", "application/json")
        .end("{\"jsonrpc\":\"2.0\", \"id\":" + message.id() + ",\"result\":" + result + "}");
  }
}
