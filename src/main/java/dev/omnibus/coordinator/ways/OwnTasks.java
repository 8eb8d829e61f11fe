package dev.omnibus.coordinator.ways;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.RawCall;
import dev.omnibus.mcp.wire.Envelope;

/** A list of tasks on its way to an agent, without those of the others. */
record OwnTasks(RawCall call, Tasks tasks, String agent) implements RawCall {

  @Override
  public void message(Envelope message) {
    call.message(message);
  }

  @Override
  public void response(Envelope reply) {
    call.response(tasks.own(reply, agent));
  }

  @Override
  public void failed(McpException why, boolean sent) {
    call.failed(why, sent);
  }
}
