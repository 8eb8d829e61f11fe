package dev.omnibus.gateway.all;

import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;

/** Remembers something as soon as the server agreed to it. */
record Succeeding(FlightListener listener, Runnable agreed) implements FlightListener {

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
    if (reply.type() == Envelope.Type.RESULT) {
      agreed.run();
    }
    listener.response(reply);
  }

  @Override
  public void failed(Throwable why, boolean sent) {
    listener.failed(why, sent);
  }
}
