package dev.omnibus.gateway.desk;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;

/** Who comes to the desk, and what is there for them. */
record Visitors(LiveConfig live, Permits permits) {

  /** Nobody asks on behalf of a room: what a server does, it does for somebody. */
  Caller of(Request request) {
    if (request.caller() == null) {
      throw Failure.UNAUTHENTICATED.because(null);
    }
    return Caller.fromJson(request.caller());
  }

  /** Passes when the server exists for the caller. */
  String seen(Caller caller, String server) {
    if (!live.servers().containsKey(server) || !permits.sees(caller, server)) {
      throw Failure.NOT_FOUND.because("there is no server '" + server + "'");
    }
    return server;
  }

  /** Passes when the caller may use this tool, prompt or resource. */
  void mayUse(Caller caller, String server, Listed listed, String name) {
    seen(caller, server);
    if (!uses(caller, server, listed, name)) {
      throw Failure.FORBIDDEN.because(null);
    }
  }

  boolean uses(Caller caller, String server, Listed listed, String name) {
    return permits.uses(caller, server, listed, name);
  }

  /** Whether the caller is still let in at all. */
  boolean isKnown(Caller caller) {
    return !permits.policy().rolesOf(caller).isEmpty();
  }
}
