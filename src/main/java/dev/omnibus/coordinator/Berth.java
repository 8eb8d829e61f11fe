package dev.omnibus.coordinator;

import dev.omnibus.access.Policy;
import dev.omnibus.bus.Channel;
import dev.omnibus.coordinator.ways.OwnSessions;
import dev.omnibus.coordinator.ways.Terminal;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The place of one owned server: at most one upstream at a time, and the next starts when the last
 * is gone. An operator's stop holds until a start, and as long as this node owns the server.
 */
final class Berth {

  private final Signals signals;
  private final BiFunction<ServerSpec, Signals, Upstream> maker;
  private final Duration patience;
  private final Terminal terminal;
  private final Function<ServerSpec, OwnSessions> owning;
  private ServerSpec spec;
  private Upstream upstream;
  private boolean stopped;
  private boolean released;
  private Future<Void> gone = Future.succeededFuture();
  private OwnSessions own;

  /**
   * @param owning makes the place for the sessions of single agents
   * @param patience how long the next upstream waits for the last one to be gone
   */
  Berth(
      Signals signals,
      BiFunction<ServerSpec, Signals, Upstream> maker,
      Function<ServerSpec, OwnSessions> owning,
      Duration patience) {
    this.owning = owning;
    this.terminal = new Terminal(signals.server(), false, this::reach, signals.mask());
    this.signals = signals;
    this.maker = maker;
    this.patience = patience;
  }

  /** The server came, or has a new definition. */
  void define(ServerSpec young, long epoch) {
    boolean same = spec != null && spec.reached().equals(young.reached());
    spec = young;
    signals.owned(young, epoch);
    if (same) {
      sayAgain();
    } else {
      open();
    }
  }

  /** The same server, in a later epoch. */
  void reclaim(long epoch) {
    signals.owned(spec, epoch);
    sayAgain();
  }

  /** An operator wants it to run. */
  void start() {
    stopped = false;
    if (upstream == null) {
      open();
    }
  }

  /** An operator wants it not to run. */
  void stop() {
    stopped = true;
    signals.draining();
    close().onComplete(ignored -> sayAgain());
  }

  /** An operator wants it to run anew. */
  void restart() {
    stopped = false;
    open();
  }

  /** Another node will serve it, or this one ends. */
  void drain() {
    signals.draining();
  }

  /** It left this node's hands. */
  void release() {
    released = true;
    terminal.close();
    signals.released();
  }

  /** Completes when sessions and processes are gone, or when patience is. */
  Future<Void> close() {
    if (upstream != null) {
      Upstream last = upstream;
      upstream = null;
      terminal.lost();
      gone =
          Future.join(last.close(), closeOwn())
              .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
              .<Void>mapEmpty()
              .otherwiseEmpty();
    }
    return gone;
  }

  private Future<Void> closeOwn() {
    OwnSessions last = own;
    own = null;
    return last == null ? Future.succeededFuture() : last.close();
  }

  /**
   * A way from an agent's node, to the session of all or to its own.
   *
   * @param session of the agent, null when it has none
   * @param user whom it speaks for
   */
  Future<JsonObject> join(
      String session, String user, Channel channel, JsonObject init, Duration patience) {
    if (upstream == null) {
      return Future.failedFuture(McpException.of(Kind.UNREACHABLE, "it is not running"));
    }
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

  private Future<McpSession> reach(Duration limit) {
    return upstream == null
        ? Future.failedFuture(McpException.of(Kind.UNREACHABLE, "it is not running"))
        : upstream.next(limit);
  }

  boolean enabled() {
    return spec.enabled();
  }

  /** Where requests go to; empty while it is stopped or disabled. */
  Optional<Upstream> upstream() {
    return Optional.ofNullable(upstream);
  }

  private void open() {
    Future<Void> free = close();
    if (!spec.enabled() || stopped) {
      sayAgain();
      return;
    }
    Upstream young = maker.apply(spec, signals);
    young.serve(terminal);
    upstream = young;
    free.onComplete(ignored -> young.start());
  }

  private void sayAgain() {
    if (released) {
      return;
    }
    if (upstream != null) {
      upstream.sayAgain();
    } else if (!spec.enabled()) {
      signals.disabled();
    } else {
      signals.stopped("stopped by an operator");
    }
  }
}
