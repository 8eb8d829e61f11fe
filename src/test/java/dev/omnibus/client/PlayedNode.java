package dev.omnibus.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A node that is played by the test: its sockets are real, what it says is up to the test. */
final class PlayedNode implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final LinkedBlockingQueue<ServerWebSocket> sockets = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Queue<Integer> refusals = new ArrayDeque<>();
  private final HttpServer server;
  private int tokens;

  PlayedNode() throws Exception {
    server = vertx.createHttpServer().requestHandler(this::asked);
    await(server.listen(0, "127.0.0.1"));
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** The next sockets are refused with these. */
  PlayedNode refusing(Integer... statuses) {
    refusals.addAll(List.of(statuses));
    return this;
  }

  /** What was asked over HTTP so far, such as {@code login {"username":..}}. */
  List<String> requests() {
    return requests;
  }

  private void asked(HttpServerRequest request) {
    String word = request.path().substring(request.path().lastIndexOf('/') + 1);
    if (word.equals("websocket")) {
      opened(request);
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              requests.add(word + " " + body);
              tokens++;
              request
                  .response()
                  .end(
                      new JsonObject()
                          .put("access_token", "access-" + tokens)
                          .put("refresh_token", "refresh-" + tokens)
                          .put("ticket", "ticket-" + tokens)
                          .encode());
            });
  }

  private void opened(HttpServerRequest request) {
    String query = request.query() == null ? "" : "?" + request.query();
    requests.add("websocket" + query + " " + request.getHeader("Authorization"));
    Integer refusal = refusals.poll();
    if (refusal != null) {
      request.response().setStatusCode(refusal).end();
      return;
    }
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              socket.textMessageHandler(text -> heard(new JsonObject(text)));
              sockets.add(socket);
            });
  }

  private void heard(JsonObject frame) {
    if (!frame.getString("type").equals("ping")) {
      frames.add(frame);
    }
  }

  /** The next socket that a client opens. */
  ServerWebSocket socket() throws InterruptedException {
    ServerWebSocket next = sockets.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no socket was opened: " + requests);
    }
    return next;
  }

  /** The next frame that is no ping. */
  JsonObject frame() throws InterruptedException {
    JsonObject next = frames.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was said");
    }
    return next;
  }

  static JsonObject notice(String event, JsonObject message) {
    return new JsonObject().put("type", "event").put("event", event).put("message", message);
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
