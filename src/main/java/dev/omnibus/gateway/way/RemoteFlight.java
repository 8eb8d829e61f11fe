package dev.omnibus.gateway.way;

import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Parcel;
import dev.omnibus.mcp.wire.Parcel.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A request on a {@link RemoteWay}. */
final class RemoteFlight implements Flight {

  private final Vertx vertx;
  private final RemoteWay way;
  private final int number;
  private final FlightListener listener;

  /** What had left the owner before it heard of the pause. */
  private final Deque<Parcel> held = new ArrayDeque<>();

  private long timer = -1;
  private boolean paused;
  private boolean over;

  RemoteFlight(Vertx vertx, RemoteWay way, int number, FlightListener listener) {
    this.vertx = vertx;
    this.way = way;
    this.number = number;
    this.listener = listener;
  }

  @Override
  public void cancel(String reason) {
    if (end()) {
      way.say(Kind.CANCEL, number, 0, reason);
    }
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
    if (!paused && !over) {
      paused = true;
      way.say(Kind.HOLD, number, 1, "");
    }
  }

  @Override
  public void resume() {
    if (!paused) {
      return;
    }
    paused = false;
    while (!paused && !over && !held.isEmpty()) {
      deliver(held.remove());
    }
    if (!paused && !over) {
      way.say(Kind.HOLD, number, 0, "");
    }
  }

  void arrived(Parcel parcel) {
    if (paused) {
      held.add(parcel);
    } else {
      deliver(parcel);
    }
  }

  void failed(Throwable why, boolean sent) {
    if (end()) {
      listener.failed(why, sent);
    }
  }

  private void deliver(Parcel parcel) {
    switch (parcel.kind()) {
      case MESSAGE -> listener.message(Envelope.ofServer(parcel.message()));
      case RESPONSE -> {
        if (end()) {
          listener.response(Envelope.ofServer(parcel.message()));
        }
      }
      case FAILED -> failed(why(new JsonObject(parcel.word())), parcel.number() == 1);
      case REQUEST, POST, CANCEL, HEAR, HOLD, RENEWED -> {
        // nothing that an owner says of a flight
      }
    }
  }

  private static Throwable why(JsonObject told) {
    String text = told.getString("text");
    return told.containsKey("mcp")
        ? McpException.of(McpException.Kind.valueOf(told.getString("mcp")), text)
        : Failure.valueOf(told.getString("bus")).because(text);
  }

  private void late() {
    if (end()) {
      way.say(Kind.CANCEL, number, 0, "timeout");
      listener.failed(Failure.TIMEOUT.because(null), true);
    }
  }

  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    held.clear();
    vertx.cancelTimer(timer);
    way.forget(number);
    return true;
  }
}
