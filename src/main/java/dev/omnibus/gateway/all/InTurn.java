package dev.omnibus.gateway.all;

import dev.omnibus.gateway.catalog.Route;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Onward;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A read of something that several servers may have: each is asked until one has it. The last word
 * is that of the first who had it, or of the last who had it not.
 */
final class InTurn implements FlightListener {

  private static final int MOST = 8;

  private final List<Route> routes;
  private final Function<String, Inner> inners;
  private final Envelope request;
  private final FlightListener listener;
  private final Duration deadline;
  private final Onward flight;
  private int at;

  InTurn(
      List<Route> routes,
      Function<String, Inner> inners,
      Envelope request,
      FlightListener listener,
      Duration deadline,
      Onward flight) {
    this.routes = routes;
    this.inners = inners;
    this.request = request;
    this.listener = listener;
    this.deadline = deadline;
    this.flight = flight;
  }

  void next() {
    inners.apply(routes.get(at++).server()).send(flight, request, this, deadline);
  }

  private boolean isLast() {
    return at >= Math.min(routes.size(), MOST) || flight.isCancelled();
  }

  @Override
  public void begins(CallTrace trace) {
    listener.begins(trace);
  }

  @Override
  public void message(Envelope message) {
    listener.message(message);
  }

  @Override
  public void response(Envelope reply) {
    if (reply.type() == Envelope.Type.RESULT || isLast()) {
      listener.response(reply);
    } else {
      next();
    }
  }

  @Override
  public void failed(Throwable why, boolean sent) {
    if (isLast()) {
      listener.failed(why, sent);
    } else {
      next();
    }
  }
}
