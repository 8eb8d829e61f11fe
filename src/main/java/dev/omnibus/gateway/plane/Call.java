package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.catalog.LastKnown;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/**
 * One request of an agent, from its arrival to its {@link Answer}. It is sent again when that is
 * safe. It lives on its party's loop.
 */
final class Call {

  private static final int MOST_TRIES = 12;

  private final Environment environment;
  private final Party party;
  private final Guest guest;
  private final Caller caller;
  private final Envelope request;
  private final Answer answer;
  private final Duration deadline;
  private final long began = System.nanoTime();
  private Leg leg;
  private volatile boolean flew;
  private int tries;
  private boolean paused;
  private boolean over;
  private long late = -1;
  private long opens = -1;

  /**
   * @param caller by the token that this request came with
   */
  Call(Environment environment, Party party, Caller caller, Envelope request, Reply outlet) {
    this.environment = environment;
    this.party = party;
    this.guest = party.guest();
    this.caller = caller;
    this.request = request;
    this.answer = new Answer(party, request.id(), outlet);
    this.deadline = environment.config().callTimeout();
  }

  /** One attempt; what is heard of it after the next one began does not count. */
  private final class Leg implements FlightListener {
    private final Way way;
    private Flight flight = Flight.OVER;

    Leg(Way way) {
      this.way = way;
    }

    private boolean counts() {
      return !over && leg == this;
    }

    @Override
    public void begins(CallTrace trace) {
      answer.begins(trace);
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

  /**
   * @param opensAfter so long it may take without being a stream
   */
  void begin(Duration opensAfter) {
    opens = environment.vertx().setTimer(opensAfter.toMillis(), id -> answer.open());
    if (guest.server() != null && LastKnown.isFor(request)) {
      long patience = environment.config().listTimeout().toMillis();
      late = environment.vertx().setTimer(patience, id -> remember());
    }
    start();
  }

  /** Answers with what the server last said; false when that is not known. */
  private boolean remember() {
    Optional<Envelope> known =
        over || guest.server() == null
            ? Optional.empty()
            : environment.lastKnown().answer(caller, guest.era(), guest.server(), request);
    known.ifPresent(
        reply -> {
          abandon("the list takes too long");
          answered(reply);
        });
    return known.isPresent();
  }

  private void start() {
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
    flew = true;
    Flight flight = way.request(request, young, deadline);
    young.flight = flight;
    paused = false; // who read slowly before may read now
    press();
  }

  /**
   * @param flew whether it was given to a way; that there is none yet is waited for, at no cost
   */
  private void failedOnce(Mishap mishap, boolean flew) {
    if (!mishap.isOurs() && remember()) {
      return;
    }
    boolean may = !mishap.sent() || environment.repeats().safe(guest.server(), request);
    boolean worth = party.reach().isProven() && isSoonEnough(mishap);
    boolean again = !mishap.isFinal() && may && worth;
    boolean free = !flew || mishap.isRest();
    if (again && (free || environment.retries(guest).take(System.nanoTime()))) {
      environment.vertx().setTimer(Math.min(1_000, 50L * tries * tries), id -> again());
    } else {
      fail(mishap.forAgent());
    }
  }

  /** A server that was made anew was waited for as long as its answer would be. */
  private boolean isSoonEnough(Mishap mishap) {
    long patience = Math.min(environment.config().away().toMillis(), deadline.toMillis());
    return mishap.isBack()
        ? waited() < deadline.toMillis()
        : tries < MOST_TRIES && waited() < patience;
  }

  private long waited() {
    return (System.nanoTime() - began) / 1_000_000;
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
      answer.say(text);
      press();
    }
  }

  private void answered(Envelope reply) {
    party.answered(request, reply);
    answer.finish(reply);
    close();
  }

  private void fail(RpcException why) {
    answer.fail(why);
    close();
  }

  private void close() {
    over = true;
    leg = null;
    environment.vertx().cancelTimer(late);
    environment.vertx().cancelTimer(opens);
    party.over(this);
  }

  /** Slow agents slow their server down, and nobody else. */
  private void press() {
    boolean full = answer.isFull();
    if (full != paused && leg != null) {
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
    stop(reason, RpcException.own(499, "cancelled"));
  }

  /** Its agent may not have it any more. */
  void forbid() {
    stop("not permitted any more", RpcException.own(401, "this is not permitted any more"));
  }

  private void stop(String reason, RpcException why) {
    if (over) {
      return;
    }
    abandon(reason);
    fail(why);
  }

  private void abandon(String reason) {
    if (leg != null) {
      leg.flight.cancel(reason);
    }
  }

  /** The agent went away. */
  void agentGone() {
    answer.left();
    relieved();
  }

  boolean isHeard() {
    return answer.isHeard();
  }

  String id() {
    return request.id();
  }

  Envelope request() {
    return request;
  }

  Guest guest() {
    return guest;
  }

  /** Who asked, by the token of then. */
  Caller caller() {
    return caller;
  }

  /** Whether it is no answer that is waited for, but whatever happens. */
  boolean listens() {
    return "subscriptions/listen".equals(request.method());
  }

  /** Whether it was given to a way once, and so was permitted then. Of any thread. */
  boolean flew() {
    return flew;
  }

  Way way() {
    return leg == null ? null : leg.way;
  }

  boolean isOver() {
    return over;
  }
}
