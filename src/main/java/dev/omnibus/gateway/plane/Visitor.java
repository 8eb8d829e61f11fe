package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.era.Agent;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import java.util.Set;

/** Who comes without a session, and is taken for the same one when the same comes again. */
record Visitor(String server, String user, Set<String> roles, Era era, Agent agent) {

  private static final int LONGEST_AGENT = 16 << 10;

  static Visitor of(String server, Caller caller, Era era, Envelope message) {
    Agent agent = era == Era.MODERN ? Agent.modern(message) : new Agent(null, null);
    return new Visitor(server, caller.user(), caller.roles(), era, agent);
  }

  /** What an agent says of itself is kept as long as it may come again. */
  void refuseIfLong() {
    int length = agent.capabilities().length() + (agent.info() == null ? 0 : agent.info().length());
    if (length > LONGEST_AGENT) {
      throw RpcException.badRequest(
          RpcException.INVALID_REQUEST,
          "Invalid Request: more than " + LONGEST_AGENT + " characters about the agent");
    }
  }

  Guest guest(Caller caller) {
    return new Guest(server, caller, era, agent, null);
  }
}
