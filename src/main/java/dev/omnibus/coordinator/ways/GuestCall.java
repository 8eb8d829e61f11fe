package dev.omnibus.coordinator.ways;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.RawCall;
import dev.omnibus.mcp.wire.Envelope;

/** A request of a guest at the server: what comes of it goes back to the guest. */
record GuestCall(Guest guest, Passage passage, Tasks tasks) implements RawCall {

  @Override
  public void message(Envelope message) {
    guest.message(passage, message);
  }

  @Override
  public void response(Envelope reply) {
    tasks.heard(reply, guest.agent());
    guest.response(passage, reply);
  }

  @Override
  public void failed(McpException why, boolean sent) {
    guest.failed(passage, why, sent);
  }
}
