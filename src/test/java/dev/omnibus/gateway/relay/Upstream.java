package dev.omnibus.gateway.relay;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * A legacy server over real HTTP that keeps sessions, can forget them, and answers any method as a
 * test wants it to.
 */
final class Upstream {

  private final HttpServer server;
  private final Map<String, BiConsumer<Envelope, HttpServerRequest>> manners =
      new ConcurrentHashMap<>();
  private final AtomicInteger sessions = new AtomicInteger();
  private volatile int oldest = 1;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<String> breaking = ConcurrentHashMap.newKeySet();
  final List<String> heard = new CopyOnWriteArrayList<>();

  Upstream(Vertx vertx) {
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
            .connectionHandler(this::count)
            .requestHandler(this::handle);
    on(
        "initialize",
        (message, request) ->
            result(
                request.response().putHeader("Mcp-Session-Id", "up-" + sessions.incrementAndGet()),
                message,
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                    + "\"serverInfo\":{\"name\":\"up\",\"version\":\"1\"}}"));
  }

  Future<Upstream> start() {
    return server.listen(0).map(this);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort() + "/mcp");
  }

  /** How a method, or GET or DELETE, is answered from now on; the message is null for those. */
  Upstream on(String method, BiConsumer<Envelope, HttpServerRequest> manner) {
    manners.put(method, manner);
    return this;
  }

  /** The next such message gets no answer, and its connection ends. */
  void breakOff(String method) {
    breaking.add(method);
  }

  /** All sessions so far are unknown from now on. */
  void forget() {
    oldest = sessions.get() + 1;
  }

  int sessions() {
    return sessions.get();
  }

  long count(String word) {
    return heard.stream().filter(word::equals).count();
  }

  private void count(HttpConnection connection) {
    connections.incrementAndGet();
    connection.closeHandler(closed -> connections.decrementAndGet());
  }

  /** Connections that are open now. */
  int connections() {
    return connections.get();
  }

  private void handle(HttpServerRequest request) {
    request.response().exceptionHandler(expected -> {});
    if (!request.method().name().equals("POST")) {
      answer(request.method().name(), null, request);
    } else {
      request
          .body()
          .map(Envelope::of)
          .onSuccess(message -> answer(String.valueOf(message.method()), message, request));
    }
  }

  private void answer(String method, Envelope message, HttpServerRequest request) {
    heard.add(method);
    if (breaking.remove(method)) {
      request.connection().close();
      return;
    }
    String session = request.getHeader("Mcp-Session-Id");
    if (session != null && Integer.parseInt(session.substring(3)) < oldest) {
      forgotten(method, request.response());
    } else if (manners.containsKey(method)) {
      manners.get(method).accept(message, request);
    } else if (message == null) {
      request.response().setStatusCode(405).end();
    } else if (message.id() == null) {
      request.response().setStatusCode(202).end();
    } else {
      result(request.response(), message, "{}");
    }
  }

  private void forgotten(String method, HttpServerResponse response) {
    BiConsumer<Envelope, HttpServerRequest> manner = manners.get("forgotten");
    response.setStatusCode(manner == null ? 404 : 400).end("no session for " + method);
  }

  static void result(HttpServerResponse response, Envelope message, String result) {
    response
        .putHeader("Content-Type", "application/json")
        .end("{\"jsonrpc\":\"2.0\",\"id\":" + message.id() + ",\"result\":" + result + "}");
  }

  static void status(HttpServerRequest request, int status) {
    request.response().setStatusCode(status).end();
  }
}
