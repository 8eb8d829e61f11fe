package dev.omnibus.bridge.socket;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * One HTTP response through which a SockJS session speaks: one frame (xhr-polling), or frames until
 * it has become long (xhr-streaming), so that no client keeps too much of them.
 */
public final class XhrAnswer {

  private static final int LONG = 128 << 10;

  /** Some browsers and proxies hand nothing over before they have so much. */
  private static final Buffer PRELUDE = Buffer.buffer("h".repeat(2048) + "\n");

  private final HttpServerResponse response;
  private final boolean streaming;
  private int sent;
  private boolean over;

  private XhrAnswer(HttpServerResponse response, boolean streaming) {
    this.response = response;
    this.streaming = streaming;
  }

  public static XhrAnswer polling(HttpServerResponse response) {
    return new XhrAnswer(response, false);
  }

  public static XhrAnswer streaming(HttpServerResponse response, HttpVersion version) {
    response.setChunked(version != HttpVersion.HTTP_1_0);
    response.putHeader("X-Accel-Buffering", "no"); // nginx then keeps no frame back
    response.write(PRELUDE);
    return new XhrAnswer(response, true);
  }

  /** Calls when the client goes away before the end. */
  void onGone(Runnable gone) {
    response.exceptionHandler(broken -> gone.run());
    response.closeHandler(closed -> gone.run());
    if (response.closed()) {
      gone.run();
    }
  }

  boolean isOver() {
    return over;
  }

  boolean isFull() {
    return response.writeQueueFull();
  }

  /** Sends a frame; completes when it has left. */
  Future<Void> send(Buffer frame) {
    sent += frame.length();
    over = !streaming || sent >= LONG;
    return over ? response.end(frame) : response.write(frame);
  }

  /** Sends a frame and nothing after it. */
  void last(Buffer frame) {
    over = true;
    response.end(frame);
  }
}
