package dev.omnibus.gateway.line;

import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.http.HttpHeadersInternal;
import io.vertx.core.streams.ReadStream;

/** What a server answers: status and headers, then the body as it comes. It flows by itself. */
public final class Answer implements ReadStream<Buffer> {

  private final Line line;
  private final Ask ask;
  private final HttpResponse head;
  private final MultiMap headers;
  private Handler<Buffer> handler;
  private Handler<Void> endHandler;
  private Handler<Throwable> exceptionHandler;
  private boolean over;

  Answer(Line line, Ask ask, HttpResponse head) {
    this.line = line;
    this.ask = ask;
    this.head = head;
    this.headers = HttpHeadersInternal.headers(head.headers());
  }

  public int status() {
    return head.status().code();
  }

  /** The first of this name, or null. */
  public String header(CharSequence name) {
    return head.headers().get(name);
  }

  public MultiMap headers() {
    return headers;
  }

  /** How long the body is, if the server said so; else -1. */
  public long length() {
    String length = header("content-length");
    return length == null ? -1 : Long.parseLong(length.trim());
  }

  /** Nobody wants the rest. */
  public void drop() {
    ask.drop();
  }

  @Override
  public Answer handler(Handler<Buffer> takes) {
    handler = takes;
    return this;
  }

  @Override
  public Answer endHandler(Handler<Void> takes) {
    endHandler = takes;
    return this;
  }

  /** Hears once when the connection breaks before the end of the body. */
  @Override
  public Answer exceptionHandler(Handler<Throwable> takes) {
    exceptionHandler = takes;
    return this;
  }

  @Override
  public Answer pause() {
    if (!over) {
      line.pause();
    }
    return this;
  }

  @Override
  public Answer resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public Answer fetch(long amount) {
    if (!over) {
      line.fetch(amount);
    }
    return this;
  }

  void piece(Buffer piece) {
    if (handler != null && !ask.isDropped()) {
      handler.handle(piece);
    }
  }

  void end() {
    over = true;
    if (endHandler != null && !ask.isDropped()) {
      endHandler.handle(null);
    }
  }

  void lost(Throwable cause) {
    over = true;
    if (exceptionHandler != null) {
      exceptionHandler.handle(cause);
    }
  }
}
