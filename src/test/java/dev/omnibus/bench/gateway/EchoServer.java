package dev.omnibus.bench.gateway;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A legacy MCP server that does as little as one can: tool {@code json} answers with one JSON body,
 * {@code sse} with an event stream, each with the text it was given; {@code large} with so many
 * letters, {@code ticks} with so many events, one a second. Prints its port. A process of its own.
 */
public final class EchoServer {

  private static final String SESSION = "5e0c2f6a-bench";

  private static Vertx vertx;

  private EchoServer() {}

  public static void main(String[] args) throws Exception {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    int port =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
            .requestHandler(EchoServer::handle)
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .get()
            .actualPort();
    System.out.println(port);
  }

  private static void handle(HttpServerRequest request) {
    if (!request.method().name().equals("POST")) {
      request.response().setStatusCode(405).end();
      return;
    }
    request.body().onSuccess(body -> answer(Envelope.of(body), request.response()));
  }

  private static void answer(Envelope message, HttpServerResponse response) {
    if (message.id() == null) {
      response.setStatusCode(202).end();
      return;
    }
    switch (message.method()) {
      case "initialize" ->
          json(
              response.putHeader("Mcp-Session-Id", SESSION),
              message,
              "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                  + "\"serverInfo\":{\"name\":\"echo\",\"version\":\"1\"}}");
      case "tools/list" ->
          json(
              response,
              message,
              "{\"tools\":[{\"name\":\"json\",\"inputSchema\":{\"type\":\"object\"}},"
                  + "{\"name\":\"sse\",\"inputSchema\":{\"type\":\"object\"}}]}");
      case "tools/call" -> call(message, response);
      case "ping" -> json(response, message, "{}");
      default -> error(message, response);
    }
  }

  private static void call(Envelope message, HttpServerResponse response) {
    String text = message.raw("params", "arguments", "text");
    String result = "{\"content\":[{\"type\":\"text\",\"text\":" + text + "}]}";
    switch (message.text("params", "name")) {
      case "sse" ->
          response
              .putHeader("Content-Type", "text/event-stream")
              .setChunked(true)
              .end("event: message\ndata: " + reply(message, result) + "\n\n");
      case "large" ->
          LongAnswers.letters(
              response, message.id(), Long.parseLong(message.text("params", "arguments", "text")));
      case "ticks" ->
          LongAnswers.ticks(
              vertx,
              response,
              message.id(),
              Integer.parseInt(message.text("params", "arguments", "text")));
      default -> json(response, message, result);
    }
  }

  private static void json(HttpServerResponse response, Envelope message, String result) {
    response
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(reply(message, result)));
  }

  private static String reply(Envelope message, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + message.id() + ",\"result\":" + result + "}";
  }

  private static void error(Envelope message, HttpServerResponse response) {
    response
        .setStatusCode(400)
        .putHeader("Content-Type", "application/json")
        .end(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + message.id()
                + ",\"error\":{\"code\":-32601,\"message\":\"no such method\"}}");
  }
}
