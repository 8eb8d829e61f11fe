package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.era.Agent;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.mcp.Era;

/**
 * An agent as it comes to a server.
 *
 * @param server null for all of them
 * @param era of the agent
 * @param session name of its session; null when it has none
 * @param replica where its session lives; null for a server without, and before there is one
 */
public record Guest(
    String server, Caller caller, Era era, Agent agent, String session, String replica) {

  /** One that lives nowhere yet. */
  public Guest(String server, Caller caller, Era era, Agent agent, String session) {
    this(server, caller, era, agent, session, null);
  }

  /** How {@code /mcp} is called where a server has a name. */
  public static final String ALL = "*";

  /** The agent of a session, with the caller it comes with now. */
  static Guest of(Session session, Caller caller) {
    String server = session.start().server();
    Agent agent = Agent.legacy(session.initialize());
    String one = ALL.equals(server) ? null : server;
    return new Guest(one, caller, Era.LEGACY, agent, session.start().uid());
  }

  /** The server's name, or what stands for all of them. */
  public String name() {
    return server == null ? ALL : server;
  }

  /** The same agent at one of the servers. */
  public Guest at(String one) {
    return new Guest(one, caller, era, agent, session);
  }

  /** The same agent, where its session lives now. */
  Guest in(Session living) {
    return in(living.changes().replica());
  }

  /** The same agent, at one replica of the server. */
  Guest in(String one) {
    return new Guest(server, caller, era, agent, session, one);
  }
}
