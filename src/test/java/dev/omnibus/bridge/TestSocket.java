package dev.omnibus.bridge;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A plain WebSocket client that keeps what it hears. */
final class TestSocket {

  private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
  private final Promise<Integer> closed = Promise.promise();
  private final WebSocketClient client;
  private final WebSocket socket;

  private TestSocket(WebSocketClient client, WebSocket socket) {
    this.client = client;
    this.socket = socket;
    socket.textMessageHandler(text -> heard.add(new JsonObject(text)));
    socket.closeHandler(ignored -> closed.complete(code(socket)));
  }

  private static int code(WebSocket socket) {
    Short code = socket.closeStatusCode();
    return code == null ? -1 : code.intValue();
  }

  /** Comes in with a token in the Authorization header. */
  static TestSocket open(TestNode node, String path, String user) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + node.token(user));
    return TestNode.await(attempt(node, path, headers));
  }

  static TestSocket bus(TestNode node, String user) {
    return open(node, "/eventbus/websocket", user);
  }

  static Future<TestSocket> attempt(TestNode node, String path, MultiMap headers) {
    return attempt(node, new WebSocketConnectOptions().setURI(path).setHeaders(headers));
  }

  static Future<TestSocket> attempt(TestNode node, WebSocketConnectOptions options) {
    return attempt(node, node.port(), options);
  }

  /** Comes to the node by another port than its own. */
  static Future<TestSocket> attempt(TestNode node, int port, WebSocketConnectOptions options) {
    return attempt(node.vertx(), port, options);
  }

  /** To a node in another process. */
  static Future<TestSocket> attempt(Vertx vertx, int port, WebSocketConnectOptions options) {
    WebSocketClient client = vertx.createWebSocketClient();
    options.setHost("127.0.0.1").setPort(port);
    // Between the handshake and the handlers nothing may be lost, so they are set before.
    ClientWebSocket socket = client.webSocket();
    TestSocket test = new TestSocket(client, socket);
    return socket.connect(options).map(test);
  }

  TestSocket send(JsonObject json) {
    return send(json.encode());
  }

  TestSocket send(String text) {
    Future<Void> sent =
        socket
            .writeTextMessage(text)
            .recover(why -> Future.failedFuture(new AssertionError(why.getMessage() + closing())));
    TestNode.await(sent);
    return this;
  }

  private String closing() {
    return closed.future().isComplete()
        ? " with " + closed.future().result() + " " + socket.closeReason()
        : "";
  }

  TestSocket register(String address, JsonObject headers) {
    return send(
        new JsonObject().put("type", "register").put("address", address).put("headers", headers));
  }

  WebSocket socket() {
    return socket;
  }

  /** The next message that fits; those before it are gone. */
  JsonObject next(Predicate<JsonObject> fits) {
    try {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (System.nanoTime() < until) {
        JsonObject json = heard.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (json != null && fits.test(json)) {
          return json;
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("it never came");
  }

  JsonObject next(String type) {
    return next(json -> type.equals(json.getString("type")));
  }

  JsonObject notice(String event) {
    return next(json -> event.equals(json.getString("event"))).getJsonObject("message");
  }

  /** The numbers of the next so many events. */
  List<Integer> numbers(int count) {
    List<Integer> numbers = new ArrayList<>();
    while (numbers.size() < count) {
      numbers.add(number(next("rec")));
    }
    return numbers;
  }

  static int number(JsonObject rec) {
    return rec.getJsonObject("body").getJsonObject("data").getInteger("number");
  }

  /** Everything heard so far that was not asked for yet. */
  List<JsonObject> rest() {
    List<JsonObject> rest = new ArrayList<>();
    heard.drainTo(rest);
    return rest;
  }

  /** Asks for a pong and returns what came before it: proof that nothing else is on its way. */
  List<JsonObject> settled() {
    send(new JsonObject().put("type", "ping"));
    List<JsonObject> before = new ArrayList<>();
    next(
        json -> {
          before.add(json);
          return "pong".equals(json.getString("type"));
        });
    before.remove(before.size() - 1);
    return before;
  }

  boolean isClosed() {
    return closed.future().isComplete();
  }

  int closeCode() {
    return TestNode.await(closed.future());
  }

  void close() {
    TestNode.await(socket.close());
    TestNode.await(client.close());
  }
}
