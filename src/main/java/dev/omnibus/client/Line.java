package dev.omnibus.client;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * One socket, as long as it lasts. What it hears it tells its ear on the lane, a frame at a time:
 * whoever is slow to listen is slow to read, and the node notices.
 */
final class Line implements WebSocket.Listener {

  /** Hears what comes over a line. Called on the lane. */
  interface Ear {
    void opened(Line line);

    void frame(Line line, JsonObject frame);

    /** A sign of life that is no frame. */
    void alive(Line line);

    void closed(Line line, Close why);
  }

  private static final int ABNORMAL = 1006;

  private final Lane lane;
  private final Ear ear;
  private final StringBuilder text = new StringBuilder();
  private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  /** Touched on the lane: a frame is sent when the one before it has left. */
  private CompletableFuture<WebSocket> sent = socket;

  private volatile boolean left;

  Line(Lane lane, Ear ear) {
    this.lane = lane;
    this.ear = ear;
  }

  /** To be called on the lane. */
  void send(JsonObject frame) {
    String encoded = frame.encode();
    sent = sent.thenCompose(open -> open.sendText(encoded, true));
    sent.exceptionally(failure -> over(new Close(ABNORMAL, "cannot be written")));
  }

  /** Goes, politely if the other side answers in time. The ear hears nothing more. */
  CompletableFuture<Void> leave() {
    left = true;
    socket.thenAccept(open -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    return gone.completeOnTimeout(null, 1, TimeUnit.SECONDS)
        .whenComplete((done, failure) -> socket.thenAccept(WebSocket::abort));
  }

  @Override
  public void onOpen(WebSocket open) {
    socket.complete(open);
    lane.run(() -> ear.opened(this));
    open.request(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket open, CharSequence part, boolean last) {
    text.append(part);
    if (!last || left) {
      open.request(1);
    }
    if (last) {
      String frame = text.toString();
      text.setLength(0);
      lane.run(() -> heard(open, frame));
    }
    return null;
  }

  private void heard(WebSocket open, String frame) {
    if (left) {
      return;
    }
    try {
      ear.frame(this, new JsonObject(frame));
    } catch (DecodeException | ClassCastException e) {
      over(new Close(0, "not a frame of a node"));
    } finally {
      open.request(1);
    }
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket open, ByteBuffer data, boolean last) {
    open.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket open, ByteBuffer message) {
    lane.run(() -> ear.alive(this));
    open.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket open, int code, String reason) {
    over(new Close(code, reason));
    return null;
  }

  @Override
  public void onError(WebSocket open, Throwable error) {
    over(new Close(ABNORMAL, "connection lost"));
  }

  /** What came before it is heard before it. */
  private WebSocket over(Close why) {
    gone.complete(null);
    lane.run(() -> ear.closed(this, why));
    return null;
  }
}
