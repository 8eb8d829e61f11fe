package dev.omnibus.gateway.way;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;

/** Hears a flight for the way before the agent does. */
record Following(FlightListener agent, Envelope request, HttpWay way) implements FlightListener {

  @Override
  public CallTrace trace() {
    return agent.trace();
  }

  @Override
  public void message(Envelope message) {
    agent.message(message);
  }

  @Override
  public void response(Envelope reply) {
    way.answered(request, reply);
    agent.response(reply);
  }

  @Override
  public void failed(Throwable why, boolean sent) {
    agent.failed(why, sent);
  }
}
