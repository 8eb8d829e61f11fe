package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Methods;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.agent.Thing;
import dev.omnibus.gateway.balance.Bulkhead;
import dev.omnibus.gateway.balance.Intermission;
import dev.omnibus.gateway.balance.Limits;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.seen.Sight;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.ForwardingWay;
import dev.omnibus.gateway.way.Onward;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import dev.omnibus.tracing.TraceHeaders;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one place where what an agent asks of one server is permitted, counted, timed and cut short,
 * and where it waits for its turn. It stands before the bridge between the eras, so that it sees
 * the agent's own words.
 */
final class Checkpoint implements ForwardingWay {

  /** What waited long has a moment left. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final Way inner;
  private final Guest guest;
  private final Permits permits;
  private final Seen seen;
  private final Vertx vertx;
  private final Bulkhead bulkhead;
  private final OneDoor.Server server;
  private final Map<String, Watched> asked = new HashMap<>();

  /**
   * @param server says whether it takes calls now
   */
  Checkpoint(
      Vertx vertx,
      Way inner,
      Guest guest,
      Permits permits,
      Seen seen,
      Bulkhead bulkhead,
      OneDoor.Server server) {
    this.server = server;
    this.inner = inner;
    this.vertx = vertx;
    this.guest = guest;
    this.permits = permits;
    this.seen = seen;
    this.bulkhead = bulkhead;
  }

  /** What is permitted and comes while the server is made anew begins when that is done. */
  @Override
  public Flight request(Envelope request, FlightListener listener, Duration deadline) {
    Intermission.Waiter waiter = server.await(guest.server());
    if (waiter == null) {
      return now(request, listener, Duration.ZERO);
    }
    if (!isPermitted(request)) {
      waiter.giveUp();
      return now(request, listener, Duration.ZERO); // there it is said, and counted
    }
    return postponed(request, listener, waiter);
  }

  private Flight postponed(Envelope request, FlightListener listener, Intermission.Waiter waiter) {
    Onward flight = new Onward(waiter::giveUp);
    waiter
        .over()
        .onComplete(
            back -> {
              if (flight.isCancelled()) {
                return;
              }
              if (back.failed()) {
                listener.failed(back.cause(), false);
              } else {
                flight.departed(afterwards(request, listener, waiter.waited()));
              }
            });
    return flight;
  }

  /** This way led to what was there before, perhaps. */
  private Flight afterwards(Envelope request, FlightListener listener, Duration waited) {
    if (inner.closed().isComplete()) {
      listener.failed(BACK, false);
      return Flight.OVER;
    }
    return now(request, listener, waited);
  }

  private boolean isPermitted(Envelope request) {
    try {
      check(request, Thing.of(request));
      return true;
    } catch (RpcException refused) {
      return false;
    }
  }

  private void check(Envelope request, String thing) {
    if (Thing.isNamed(request, guest.era())) {
      permits.check(guest.caller(), guest.era(), guest.server(), request, thing);
    }
  }

  private Flight now(Envelope request, FlightListener listener, Duration waited) {
    String thing = Thing.of(request);
    String trace = request.text("params", "_meta", TraceHeaders.PARENT);
    String tool = "tools/call".equals(request.method()) ? thing : null;
    Sight sight =
        seen.begin(guest.caller(), guest.server(), request.method(), tool, trace).of(request);
    if (listener.wantsTrace()) {
      sight.wanted();
    }
    listener.begins(sight.trace());
    try {
      check(request, thing);
    } catch (RpcException refused) {
      sight.finished(Outcome.POLICY);
      listener.failed(refused, false);
      return Flight.OVER;
    }
    if (server.isDraining(guest.server())) {
      sight.finished(Outcome.TRANSPORT);
      listener.failed(RESTS, false);
      return Flight.OVER;
    }
    Envelope allowed = permits.heard(guest.caller(), guest.server(), request);
    Envelope traced = TraceHeaders.onward(allowed, sight.trace());
    sight.sent(traced.bytes().length());
    return new Watched(this, sight, traced, listener, deadline(request, waited))
        .start(Methods.isEndless(request.method()));
  }

  private Duration deadline(Envelope request, Duration waited) {
    Limits limits = bulkhead.limits();
    Duration all = Methods.isEndless(request.method()) ? limits.maxCall() : limits.callTimeout();
    Duration left = all.minus(waited);
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
  }

  /** A list as its caller may see it. */
  Envelope cut(Envelope request, Envelope reply) {
    Optional<Listed> listed = Listed.byMethod(request.method());
    if (listed.isEmpty() || permits.usesAll(guest.caller(), guest.server())) {
      return reply;
    }
    List<Span> items = reply.items("result", listed.get().key());
    return reply.splice().keep(items, item -> maySee(reply, listed.get(), item)).toEnvelope();
  }

  private boolean maySee(Envelope reply, Listed listed, Span item) {
    String name = reply.text(reply.in(item, listed.naming()));
    return name != null
        && permits.shows(guest.caller(), guest.server(), listed, name, () -> reply.raw(item));
  }

  /** A question is open on account of that call. */
  void asked(String id, Watched call) {
    asked.put(id, call);
  }

  void unasked(String id) {
    asked.remove(id);
  }

  @Override
  public Way inner() {
    return inner;
  }

  Vertx vertx() {
    return vertx;
  }

  Bulkhead bulkhead() {
    return bulkhead;
  }

  String server() {
    return guest.server();
  }

  @Override
  public Future<Void> post(Envelope message) {
    Watched call = message.isReply() ? asked.remove(message.id()) : null;
    if (call != null) {
      call.answered(message.id());
    }
    return inner.post(message);
  }
}
