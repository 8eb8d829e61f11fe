package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * One request of an agent, from its arrival to its answer: one JSON message when nothing comes
 * before it, else a stream of events. It is sent again when that is safe. It lives on its party's
 * loop.
 */
final class Call {

  private static final Buffer NOTHING = Buffer.buffer();
  private static final int MOST_TRIES = 12;

  private final Environment environment;
  private final Party party;
  private final Guest guest;
  private final Envelope request;
  private final Reply outlet;
  private final Duration deadline;
  private final long began = System.nanoTime();
  private EventStream stream;
  private Leg leg;
  private int tries;
  private boolean paused;
  private boolean over;

  Call(Environment environment, Party party, Guest guest, Envelope request, Reply outlet) {
    this.environment = environment;
    this.party = party;
    this.guest = guest;
    this.request = request;
    this.outlet = outlet;
    this.deadline = environment.config().callTimeout();
  }

  /** One attempt; what is heard of it after the next one began does not count. */
  private final class Leg implements FlightListener {
    private final Way way;
    private Flight flight;

    Leg(Way way) {
      this.way = way;
    }

    private boolean counts() {
      return !over && leg == this;
    }

    @Override
    public void message(Envelope message) {
      if (counts()) {
        said(way, message);
      }
    }

    @Override
    public void response(Envelope reply) {
      if (counts()) {
        answered(reply);
      }
    }

    @Override
    public void failed(Throwable why, boolean sent) {
      if (counts()) {
        leg = null;
        failedOnce(new Mishap(why, sent), true);
      }
    }
  }

  void start() {
    tries++;
    party
        .reach()
        .way()
        .onComplete(
            opened -> {
              if (over) {
                return;
              }
              if (opened.failed()) {
                failedOnce(new Mishap(opened.cause(), false), false);
              } else {
                fly(opened.result());
              }
            });
  }

  private void fly(Way way) {
    Leg young = new Leg(way);
    leg = young;
    Flight flight = way.request(request, young, deadline);
    young.flight = flight;
    if (paused && flight != null) {
      flight.pause();
    }
  }

  /**
   * @param flew whether it was given to a way; that there is none yet is waited for, at no cost
   */
  private void failedOnce(Mishap mishap, boolean flew) {
    boolean may = !mishap.sent() || environment.repeats().safe(guest.server(), request);
    boolean worth = party.reach().isProven() && tries < MOST_TRIES && waited() < patience();
    boolean again = !mishap.isFinal() && may && worth;
    if (again && (!flew || environment.retries(guest).take(System.nanoTime()))) {
      environment.vertx().setTimer(Math.min(1_000, 50L * tries * tries), id -> again());
    } else {
      fail(mishap.forAgent());
    }
  }

  private long waited() {
    return (System.nanoTime() - began) / 1_000_000;
  }

  private long patience() {
    return Math.min(Environment.PATIENCE.toMillis(), deadline.toMillis());
  }

  private void again() {
    if (!over) {
      start();
    }
  }

  private void said(Way way, Envelope message) {
    Buffer text =
        message.type() == Envelope.Type.REQUEST ? party.ask(way, message, this) : message.bytes();
    if (text != null) {
      open();
      stream.add(text);
      press();
    }
  }

  /** It takes long: a stream can say that it is there, and be taken up again. */
  void takesLong() {
    if (!over) {
      open();
    }
  }

  private void open() {
    if (stream == null) {
      party.dress(outlet);
      outlet.open();
      stream = party.stream(request.id());
      stream.flowTo(outlet);
      if (party.takesEmptyEvents()) {
        stream.add(NOTHING);
      }
    }
  }

  private void answered(Envelope reply) {
    party.answered(request, reply);
    finish(reply.bytes(), status(reply));
  }

  private int status(Envelope reply) {
    String code = reply.type() == Envelope.Type.ERROR ? reply.raw("error", "code") : null;
    return code == null ? 200 : Statuses.of(code, guest.era());
  }

  private void fail(RpcException why) {
    Buffer error = Answers.error(request.id(), why.error());
    if (stream == null) {
      outlet.refuse(why.status(guest.era() == Era.MODERN), request.id(), why);
      close();
    } else {
      finish(error, 200);
    }
  }

  private void finish(Buffer reply, int status) {
    if (stream == null) {
      party.dress(outlet);
      outlet.json(status, reply);
    } else {
      stream.add(reply);
      stream.end();
    }
    close();
  }

  private void close() {
    over = true;
    leg = null;
    party.over(this);
  }

  /** Slow agents slow their server down, and nobody else. */
  private void press() {
    boolean full = stream != null && stream.isFull();
    if (full != paused && leg != null && leg.flight != null) {
      paused = full;
      if (full) {
        leg.flight.pause();
      } else {
        leg.flight.resume();
      }
    }
  }

  /** There is room again, or nobody who needs any. */
  void relieved() {
    if (!over) {
      press();
    }
  }

  /** Whoever called for it does not want it any more. */
  void cancel(String reason) {
    if (over) {
      return;
    }
    if (leg != null && leg.flight != null) {
      leg.flight.cancel(reason);
    }
    fail(RpcException.own(499, "cancelled"));
  }

  /** The agent went away; it may come back for the rest if there is a stream to come back to. */
  void agentGone() {
    if (stream != null) {
      stream.left(outlet);
    }
    relieved();
  }

  boolean isHeard() {
    return stream == null || stream.isHeard();
  }

  String id() {
    return request.id();
  }

  Way way() {
    return leg == null ? null : leg.way;
  }

  boolean isOver() {
    return over;
  }
}
