package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.RpcException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The HTTP answer of one request of an agent: one JSON message, or a stream of events. It may be
 * told what to write on any loop and writes on the request's own. Once the agent is gone it takes
 * everything and writes nothing.
 */
final class Outlet implements Reply {

  private static final long FULL = 256 << 10;

  /** Who leaves so much unread does not read. */
  private static final long STUCK = 4 << 20;

  private static final Buffer COMMENT = Buffer.buffer(": still here\n\n");

  private final Vertx vertx;
  private final Loop loop;
  private final HttpServerRequest http;
  private final HttpServerResponse answer;
  private final long keepAliveMillis;
  private final AtomicLong unwritten = new AtomicLong();
  private Runnable drained = () -> {};
  private volatile boolean isStream;
  private long timer = -1;
  private boolean gone;
  private boolean over;
  private boolean spoke;

  /** To be made on the loop of the request. */
  Outlet(Vertx vertx, HttpServerRequest http, Duration keepAlive) {
    this.vertx = vertx;
    this.loop = Loop.here(vertx);
    this.http = http;
    this.answer = http.response();
    this.keepAliveMillis = keepAlive.toMillis();
  }

  /** The agent's going is told on the request's loop. */
  @Override
  public Outlet hears(Runnable agentGone, Runnable drained) {
    this.drained = drained;
    answer.closeHandler(closed -> leave(agentGone));
    answer.exceptionHandler(failure -> leave(agentGone));
    // Who left before that is told by no handler.
    loop.run(
        () -> {
          if (answer.closed()) {
            leave(agentGone);
          }
        });
    return this;
  }

  private void leave(Runnable agentGone) {
    if (!gone && !over) {
      gone = true;
      vertx.cancelTimer(timer);
      agentGone.run();
    }
  }

  @Override
  public void header(String name, String value) {
    loop.run(
        () -> {
          if (!answer.headWritten()) {
            answer.putHeader(name, value);
          }
        });
  }

  @Override
  public void open() {
    if (isStream) {
      return;
    }
    isStream = true;
    loop.run(
        () -> {
          if (!gone && !over) {
            answer
                .setStatusCode(200)
                .setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
                .putHeader("X-Accel-Buffering", "no");
            answer.writeHead();
            timer = vertx.setPeriodic(Math.max(1, keepAliveMillis / 2), id -> tick());
          }
        });
  }

  /** Says on a silent stream that it is there: after half to a whole period. */
  private void tick() {
    if (!spoke && unwritten.get() == 0) {
      write(COMMENT);
    }
    spoke = false;
  }

  @Override
  public void event(EventId id, Buffer data) {
    open();
    Buffer text = Buffer.buffer(data.length() + 96);
    if (id != null) {
      text.appendString("id: ").appendString(id.toString()).appendString("\n");
    }
    if (data.length() > 0) {
      text.appendString("event: message\n");
    }
    text.appendString("data: ").appendBuffer(oneLine(data)).appendString("\n\n");
    unwritten.addAndGet(text.length());
    loop.run(
        () -> {
          spoke = true;
          write(text).onComplete(done -> written(text.length()));
        });
  }

  private Future<Void> write(Buffer text) {
    return gone || over ? Future.succeededFuture() : answer.write(text);
  }

  private void written(int bytes) {
    long left = unwritten.addAndGet(-bytes);
    if (left < FULL / 2 && left + bytes >= FULL / 2) {
      drained.run();
    }
  }

  /** Line breaks in JSON text stand between its tokens only, and a space is as good there. */
  private static Buffer oneLine(Buffer data) {
    byte[] bytes = data.getBytes();
    boolean changed = false;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        bytes[i] = ' ';
        changed = true;
      }
    }
    return changed ? Buffer.buffer(bytes) : data;
  }

  @Override
  public boolean isFull() {
    return unwritten.get() >= FULL;
  }

  boolean isStuck() {
    return unwritten.get() > STUCK;
  }

  /** Breaks the connection; its agent may come back for what it did not get. */
  void cut() {
    loop.run(
        () -> {
          if (!gone && !over) {
            answer.reset();
          }
        });
  }

  @Override
  public void end() {
    loop.run(
        () -> {
          if (close()) {
            answer.end();
          }
        });
  }

  @Override
  public void json(int status, Buffer message) {
    loop.run(
        () -> {
          if (close()) {
            answer
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(message);
          }
        });
  }

  @Override
  public void refuse(int status, String id, RpcException why) {
    loop.run(
        () -> {
          if (close()) {
            Answers.error(http, status, id, why);
          }
        });
  }

  /** A notification or a response was taken. */
  void accepted() {
    loop.run(
        () -> {
          if (close()) {
            Answers.accepted(http);
          }
        });
  }

  private boolean close() {
    boolean open = !gone && !over;
    over = true;
    vertx.cancelTimer(timer);
    return open;
  }
}
