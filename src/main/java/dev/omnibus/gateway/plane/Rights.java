package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Thing;
import dev.omnibus.mcp.wire.Envelope;
import java.time.Instant;

/** Whether what an agent was let in for is still its own. */
record Rights(Permits permits) {

  /** Whether its caller is known, and the server is there for it. */
  boolean last(Guest guest) {
    return last(guest.caller(), guest);
  }

  /** Whether who hears with this token may go on. */
  boolean listens(Caller caller, Guest guest) {
    return caller.expires().isAfter(Instant.now()) && last(caller, guest);
  }

  /**
   * Whether this call may go on. An ordinary one outlives the token that it began with, because it
   * was permitted then and ends by itself; one that listens does not. What it uses is asked of one
   * that waits for its way only when it goes: there, what was never permitted is unknown.
   */
  boolean allow(Call call) {
    Caller caller = call.caller();
    Guest guest = call.guest();
    return (call.listens() ? listens(caller, guest) : last(caller, guest))
        && (guest.server() == null || !call.flew() || uses(caller, guest, call.request()));
  }

  private boolean uses(Caller caller, Guest guest, Envelope request) {
    String thing = Thing.isNamed(request, guest.era()) ? Thing.of(request) : null;
    return thing == null || permits.uses(caller, guest.server(), Thing.kind(request), thing);
  }

  private boolean last(Caller caller, Guest guest) {
    return !permits.policy().rolesOf(caller).isEmpty()
        && (guest.server() == null || permits.sees(caller, guest.server()));
  }
}
