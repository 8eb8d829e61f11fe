package dev.omnibus.coordinator.ways;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.RawCall;
import dev.omnibus.mcp.wire.Envelope;

/** A call that changes something here as soon as the server says yes to it. */
record Agreed(RawCall call, Runnable then) implements RawCall {

  @Override
  public void message(Envelope message) {
    call.message(message);
  }

  @Override
  public void response(Envelope reply) {
    if (reply.type() == Envelope.Type.RESULT) {
      then.run();
    }
    call.response(reply);
  }

  @Override
  public void failed(McpException why, boolean sent) {
    call.failed(why, sent);
  }
}
