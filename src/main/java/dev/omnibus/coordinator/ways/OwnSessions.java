package dev.omnibus.coordinator.ways;

import dev.omnibus.bus.Channel;
import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.tracing.Traces;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The sessions of one server that belong to one agent each, with the processes behind them: made
 * when an agent comes for the first time, kept for it between its visits, ended after a while
 * without any.
 */
public final class OwnSessions {

  private final Vertx vertx;
  private final String server;
  private final int most;
  private final Duration idle;
  private final Function<JsonObject, Future<McpSession>> opener;
  private final UnaryOperator<String> mask;
  private final Traces traces;
  private final Map<String, OwnSession> sessions = new LinkedHashMap<>();
  private boolean closed;

  /**
   * @param most sessions at a time
   * @param idle how long one lives without a way to it
   * @param opener from params of {@code initialize} to a session
   * @param mask hides secrets
   */
  public OwnSessions(
      Vertx vertx,
      String server,
      int most,
      Duration idle,
      Function<JsonObject, Future<McpSession>> opener,
      UnaryOperator<String> mask,
      Traces traces) {
    this.vertx = vertx;
    this.server = server;
    this.most = most;
    this.idle = idle;
    this.opener = opener;
    this.mask = mask;
    this.traces = traces;
  }

  /**
   * Attaches a way to the session of this agent; see {@link Terminal#join}. Fails with LIMITED when
   * there are too many and none of them is idle.
   */
  public Future<JsonObject> join(String key, Channel channel, JsonObject init, Duration patience) {
    if (closed) {
      return Future.failedFuture(Failure.UNAVAILABLE.because(server + " is not running"));
    }
    OwnSession session = sessions.get(key);
    if (session == null) {
      if (sessions.size() >= most && !makeRoom()) {
        return Future.failedFuture(
            Failure.LIMITED.because(server + " has " + most + " sessions already"));
      }
      session = new OwnSession(vertx, server, init, opener, mask, traces, idle, () -> end(key));
      sessions.put(key, session);
    }
    return session.join(channel, init, patience);
  }

  /** The one that was left first goes. */
  private boolean makeRoom() {
    return sessions.entrySet().stream()
        .filter(entry -> entry.getValue().isIdle())
        .findFirst()
        .map(entry -> end(entry.getKey()))
        .isPresent();
  }

  /** How many there are. */
  public int size() {
    return sessions.size();
  }

  /** Ends the session of an agent, if it has one; completes when its process is gone. */
  public Future<Void> end(String key) {
    OwnSession session = sessions.remove(key);
    return session == null ? Future.succeededFuture() : session.close();
  }

  /** Ends all of them; none is made any more. */
  public Future<Void> close() {
    closed = true;
    List<OwnSession> last = List.copyOf(sessions.values());
    sessions.clear();
    return Future.join(last.stream().map(OwnSession::close).toList()).mapEmpty();
  }
}
