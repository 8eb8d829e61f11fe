package dev.omnibus.coordinator;

import dev.omnibus.access.Policy;
import dev.omnibus.bus.Channel;
import dev.omnibus.coordinator.ways.OwnSessions;
import dev.omnibus.coordinator.ways.Terminal;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Function;

/**
 * Where the ways of agents come in at one server: to the session of all, or each to one of its own.
 */
final class Entrance {

  private final Terminal terminal;
  private final Function<ServerSpec, OwnSessions> owning;
  private OwnSessions own;

  /**
   * @param owning makes the place for the sessions of single agents
   * @param reach the session of all, when there is one in that time
   */
  Entrance(
      Signals signals,
      Function<ServerSpec, OwnSessions> owning,
      Function<Duration, Future<McpSession>> reach) {
    this.owning = owning;
    this.terminal = new Terminal(signals.server(), false, reach, signals.mask(), signals.traces());
  }

  /** Where those end that go to the session of all. */
  Terminal shared() {
    return terminal;
  }

  /**
   * @param session of the agent, null when it has none
   * @param user whom it speaks for
   */
  Future<JsonObject> join(
      ServerSpec spec,
      String session,
      String user,
      Channel channel,
      JsonObject init,
      Duration patience) {
    if (!spec.sessions().own() || session == null) {
      return terminal.join(agent(session, user), channel, init, patience);
    }
    if (own == null) {
      own = owning.apply(spec);
    }
    return own.join(session, channel, init, patience);
  }

  private static String agent(String session, String user) {
    if (session != null) {
      return "session " + session;
    }
    return Policy.isAnonymous(user) ? Terminal.ANYBODY : Terminal.NO_SESSION + user;
  }

  /** A session of an agent is over. */
  Future<Void> end(String session) {
    return own == null ? Future.succeededFuture() : own.end(session);
  }

  /** Whether somebody needs the server at this moment. */
  boolean isBusy() {
    return own != null && own.size() > 0 || terminal.isBusy();
  }

  /** When somebody said something last to the session of all, as {@code System.nanoTime()}. */
  long used() {
    return terminal.used();
  }

  /** The session of all is over; those of single agents are ended, which completes this. */
  Future<Void> lost() {
    terminal.lost();
    OwnSessions last = own;
    own = null;
    return last == null ? Future.succeededFuture() : last.close();
  }

  /** Nobody comes in here any more. */
  void close() {
    terminal.close();
  }
}
