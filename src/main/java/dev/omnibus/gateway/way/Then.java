package dev.omnibus.gateway.way;

import dev.omnibus.mcp.wire.Envelope;

/** Goes on after a request of our own, whatever its answer is. */
public record Then(Runnable next) implements FlightListener {

  @Override
  public void message(Envelope message) {
    // it is not for the agent
  }

  @Override
  public void response(Envelope reply) {
    next.run();
  }

  @Override
  public void failed(Throwable why, boolean sent) {
    next.run();
  }
}
