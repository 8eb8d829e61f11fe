package dev.omnibus.gateway.way;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.RawCall;
import dev.omnibus.mcp.RawSession;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** A request on a {@link HttpWay}. */
final class HttpFlight implements Flight, RawCall {

  private final Vertx vertx;
  private final FlightListener listener;
  private final Consumer<HttpFlight> ended;

  /** What had been read already when the agent said pause. */
  private final Deque<Runnable> held = new ArrayDeque<>();

  private RawSession session;
  private int number;
  private long timer = -1;
  private boolean paused;
  private boolean over;

  /**
   * @param ended nothing more of it comes
   */
  HttpFlight(Vertx vertx, FlightListener listener, Consumer<HttpFlight> ended) {
    this.ended = ended;
    this.vertx = vertx;
    this.listener = listener;
  }

  /** It went to the server in this session, under this number. */
  void sent(RawSession where, int under) {
    session = where;
    number = under;
    if (paused) {
      session.hold(number, true);
    }
  }

  boolean isOver() {
    return over;
  }

  @Override
  public void cancel(String reason) {
    if (end() && session != null) {
      session.cancel(number, reason);
    }
  }

  /** Its way is closed: the server need not go on, and whoever waits for it hears so. */
  void cutOff(String reason) {
    stop(reason, Failure.UNAVAILABLE.because(reason));
  }

  @Override
  public void extend(Duration deadline) {
    vertx.cancelTimer(timer);
    if (!over) {
      timer = vertx.setTimer(Math.max(1, deadline.toMillis()), id -> late());
    }
  }

  @Override
  public void pause() {
    hold(true);
  }

  @Override
  public void resume() {
    hold(false);
    while (!paused && !held.isEmpty()) {
      held.remove().run();
    }
  }

  private void hold(boolean on) {
    if (paused != on && !over) {
      paused = on;
      if (session != null) {
        session.hold(number, on);
      }
    }
  }

  @Override
  public void message(Envelope message) {
    now(() -> listener.message(message));
  }

  @Override
  public void response(Envelope reply) {
    now(
        () -> {
          if (end()) {
            listener.response(reply);
          }
        });
  }

  @Override
  public void failed(McpException why, boolean sent) {
    now(() -> fail(why, sent));
  }

  void fail(Throwable why, boolean sent) {
    if (end()) {
      listener.failed(why, sent);
    }
  }

  private void now(Runnable what) {
    if (over) {
      return;
    }
    if (paused) {
      held.add(what);
    } else {
      what.run();
    }
  }

  private void late() {
    stop("timeout", Failure.TIMEOUT.because(null));
  }

  private void stop(String reason, BusException why) {
    if (end()) {
      if (session != null) {
        session.cancel(number, reason);
      }
      listener.failed(why, session != null);
    }
  }

  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    held.clear();
    vertx.cancelTimer(timer);
    ended.accept(this);
    return true;
  }
}
