package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.Permits;
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

  private boolean last(Caller caller, Guest guest) {
    return !permits.policy().rolesOf(caller).isEmpty()
        && (guest.server() == null || permits.sees(caller, guest.server()));
  }
}
