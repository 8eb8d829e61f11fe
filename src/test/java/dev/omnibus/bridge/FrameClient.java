package dev.omnibus.bridge;

import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that keeps the texts it hears as they are, heartbeats left out. */
final class FrameClient {

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final Promise<Integer> closed = Promise.promise();
  private final WebSocketClient client;
  private final WebSocket socket;

  private FrameClient(WebSocketClient client, WebSocket socket) {
    this.client = client;
    this.socket = socket;
    socket.textMessageHandler(
        text -> {
          if (!text.equals("h")) {
            heard.add(text);
          }
        });
    socket.closeHandler(
        ignored ->
            closed.complete(
                socket.closeStatusCode() == null ? -1 : (int) socket.closeStatusCode()));
  }

  static FrameClient open(TestNode node, String path) {
    return open(node, path, MultiMap.caseInsensitiveMultiMap());
  }

  static FrameClient open(TestNode node, String path, MultiMap headers) {
    WebSocketClient client = node.vertx().createWebSocketClient();
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(node.port())
            .setURI(path)
            .setHeaders(headers);
    // Between the handshake and the handlers nothing may be lost, so they are set before.
    ClientWebSocket socket = client.webSocket();
    FrameClient frames = new FrameClient(client, socket);
    return TestNode.await(socket.connect(options).map(frames));
  }

  FrameClient send(String text) {
    TestNode.await(socket.writeTextMessage(text));
    return this;
  }

  String next() {
    try {
      String text = heard.poll(60, TimeUnit.SECONDS);
      if (text == null) {
        throw new AssertionError("it never came");
      }
      return text;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  String header(String name) {
    return socket.headers().get(name);
  }

  int closeCode() {
    int code = TestNode.await(closed.future());
    TestNode.await(client.close());
    return code;
  }

  void close() {
    TestNode.await(socket.close());
    TestNode.await(client.close());
  }
}
