package dev.omnibus.gateway.crossing;

import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.era.InputNeeded;
import dev.omnibus.gateway.era.InputNeeded.Ask;
import dev.omnibus.gateway.era.LegacyOnModern;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request of a legacy agent at a modern server, sent as often as the server needs to know more
 * (MCP 2026-07-28, multi round-trip requests).
 */
final class Rounds implements FlightListener, Flight {

  private final LegacyCrossing way;
  private final Envelope request;
  private final Envelope dressed;
  private final FlightListener listener;
  private final Duration deadline;
  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, String> answers = new LinkedHashMap<>();
  private InputNeeded needed;
  private Flight flight = Flight.OVER;
  private boolean paused;
  private boolean over;
  private int rounds;

  Rounds(
      LegacyCrossing way,
      Envelope request,
      Envelope dressed,
      FlightListener listener,
      Duration deadline) {
    this.way = way;
    this.request = request;
    this.dressed = dressed;
    this.listener = listener;
    this.deadline = deadline;
  }

  Flight start() {
    fly(dressed);
    return this;
  }

  private void fly(Envelope next) {
    flight = way.inner().request(next, this, deadline);
    if (paused) {
      flight.pause();
    }
  }

  @Override
  public CallTrace trace() {
    return listener.trace();
  }

  @Override
  public void message(Envelope message) {
    if (!over) {
      listener.message(message);
    }
  }

  @Override
  public void response(Envelope reply) {
    if (over) {
      return;
    }
    if (reply.type() == Envelope.Type.ERROR) {
      end(LegacyOnModern.error(request, reply));
    } else if (InputNeeded.in(reply)) {
      ask(InputNeeded.of(reply));
    } else {
      end(reply);
    }
  }

  private void ask(Optional<InputNeeded> wanted) {
    if (wanted.isEmpty() || ++rounds > InputNeeded.MAX_ROUNDS) {
      String why =
          wanted.isEmpty()
              ? "the server asks for what nobody knows"
              : "the server never has enough";
      end(Replies.error(request, Failure.UPSTREAM.code(), why));
      return;
    }
    needed = wanted.get();
    Optional<JsonObject> missing = needed.missing(way.agent());
    if (missing.isPresent()) {
      end(Replies.incapable(request, missing.get()));
      return;
    }
    keys.clear();
    answers.clear();
    if (needed.asks().isEmpty()) {
      again();
    }
    for (Ask ask : needed.asks()) {
      String id = way.ask(this);
      keys.put(id, ask.key());
      listener.message(ask.request(id));
    }
  }

  /** The agent answered one of the questions. */
  void answered(Envelope reply) {
    String key = keys.remove(reply.id());
    if (over || key == null) {
      return;
    }
    if (reply.type() == Envelope.Type.ERROR) {
      end(Replies.error(request, new JsonObject(reply.raw("error"))));
      return;
    }
    answers.put(key, reply.raw("result"));
    if (keys.isEmpty()) {
      again();
    }
  }

  private void again() {
    fly(needed.again(dressed, way.freshId(), answers));
  }

  private void end(Envelope reply) {
    over = true;
    way.unask(this);
    listener.response(Replies.to(request, reply));
  }

  @Override
  public void failed(Throwable why, boolean sent) {
    if (!over) {
      over = true;
      way.unask(this);
      listener.failed(why, sent);
    }
  }

  @Override
  public void cancel(String reason) {
    if (!over) {
      over = true;
      way.unask(this);
      flight.cancel(reason);
    }
  }

  @Override
  public void extend(Duration time) {
    flight.extend(time);
  }

  @Override
  public void pause() {
    paused = true;
    flight.pause();
  }

  @Override
  public void resume() {
    paused = false;
    flight.resume();
  }
}
