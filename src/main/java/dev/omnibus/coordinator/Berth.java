package dev.omnibus.coordinator;

import dev.omnibus.access.Policy;
import dev.omnibus.bus.Channel;
import dev.omnibus.coordinator.log.LogLevel;
import dev.omnibus.coordinator.ways.OwnSessions;
import dev.omnibus.coordinator.ways.Terminal;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.model.Link;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.Wish;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The place of one owned server: at most one upstream at a time, and the next starts when the last
 * is gone. What operators want of it holds until they want something else; an operation may hold it
 * for a while, and no longer than that.
 */
final class Berth {

  private final Vertx vertx;
  private final Signals signals;
  private final BiFunction<ServerSpec, Signals, Upstream> maker;
  private final Duration patience;
  private final Terminal terminal;
  private final Function<ServerSpec, OwnSessions> owning;
  private ServerSpec spec;
  private Wish wish;
  private Upstream upstream;
  private String leased;
  private boolean halted;
  private boolean awake;
  private boolean released;
  private long idle = -1;
  private long lease = -1;
  private long opened;
  private long stopping = -1;
  private Future<Void> gone = Future.succeededFuture();
  private OwnSessions own;

  /**
   * @param wish what operators want of it when it comes
   * @param owning makes the place for the sessions of single agents
   * @param patience how long a stop waits for its end before it says that there is none yet
   */
  Berth(
      Vertx vertx,
      Signals signals,
      Wish wish,
      BiFunction<ServerSpec, Signals, Upstream> maker,
      Function<ServerSpec, OwnSessions> owning,
      Duration patience) {
    this.vertx = vertx;
    this.wish = wish;
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

  ServerSpec spec() {
    return spec;
  }

  /** An operator wants this of it from now on. */
  void heed(Wish young) {
    if (young.equals(wish) || released) {
      return;
    }
    wish = young;
    vertx.cancelTimer(stopping);
    if (young.word() == Wish.Word.STOP) {
      stopInTime(young.graceMs());
    } else {
      run();
    }
  }

  private void run() {
    halted = false;
    if (upstream == null) {
      open();
    } else {
      settle();
    }
  }

  /** Calls may go on for so long. */
  private void stopInTime(long graceMs) {
    if (upstream == null || graceMs <= 0) {
      stop();
    } else {
      settle();
      stopping = vertx.setTimer(graceMs, late -> stop());
    }
  }

  /** It shall not run; completes when session and process are gone. */
  Future<Void> stop() {
    vertx.cancelTimer(stopping);
    halted = true;
    signals.draining();
    OptionalLong pid = upstream == null ? OptionalLong.empty() : upstream.pid();
    return close()
        .onComplete(ignored -> sayAgain())
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .recover(late -> Future.failedFuture(McpException.of(Kind.TIMEOUT, stillThere(pid))));
  }

  private static String stillThere(OptionalLong pid) {
    return pid.isPresent()
        ? "its process " + pid.getAsLong() + " has not ended yet"
        : "it has not ended yet";
  }

  /** It shall run; completes with the next session, fails with why there is none. */
  Future<Link> start(Duration limit) {
    awake = true;
    if (upstream == null) {
      run();
    }
    return opened(limit);
  }

  /**
   * Completes with the open session, or the next; fails with an {@link McpException}. One that is
   * asleep is woken for that.
   */
  Future<Link> opened(Duration limit) {
    wake();
    Upstream now = upstream;
    return now == null
        ? Future.failedFuture(McpException.of(Kind.UNREACHABLE, "it is not running"))
        : now.next(limit).map(session -> now.inventory().link());
  }

  /** An operation has it take no new calls, for so long at most: operations may die. */
  void hold(String why, Duration limit) {
    vertx.cancelTimer(lease);
    leased = why;
    lease = vertx.setTimer(limit.toMillis(), late -> free());
    settle();
  }

  /** The operation is done with it. */
  void free() {
    vertx.cancelTimer(lease);
    leased = null;
    if (halted && wish.word() != Wish.Word.STOP) {
      run();
    } else {
      settle();
    }
  }

  /** Says whether it takes calls. */
  private void settle() {
    boolean was = signals.isHeld();
    signals.hold(reasonToHold());
    if (upstream != null && signals.isHeld()) {
      signals.draining();
    } else if (upstream != null && was) {
      signals.starting();
      upstream.sayAgain();
    }
  }

  private String reasonToHold() {
    if (leased != null) {
      return leased;
    }
    return switch (wish.word()) {
      case RUN -> null;
      case DRAIN -> wish.said("drained");
      case STOP -> upstream == null ? null : wish.said("stopping, asked");
    };
  }

  /** Another node will serve it, or this one ends. */
  void drain() {
    signals.draining();
  }

  /** It left this node's hands. */
  void release() {
    released = true;
    vertx.cancelTimer(lease);
    vertx.cancelTimer(stopping);
    vertx.cancelTimer(idle);
    terminal.close();
    signals.released();
  }

  /** Completes when sessions and processes are gone; the next ones wait for that. */
  Future<Void> close() {
    if (upstream != null) {
      Upstream last = upstream;
      upstream = null;
      terminal.lost();
      gone = Future.join(last.close(), closeOwn()).<Void>mapEmpty().otherwiseEmpty();
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
    wake();
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

  /** Whether nothing runs only because nobody calls. */
  private boolean isAsleep() {
    return upstream == null
        && !released
        && spec.process().sleeps()
        && spec.enabled()
        && !halted
        && wish.word() != Wish.Word.STOP;
  }

  private void wake() {
    if (isAsleep()) {
      awake = true;
      open();
    }
  }

  /** Looks now and then whether anybody calls. */
  private void watchIdle() {
    vertx.cancelTimer(idle);
    Integer limit = spec.process().idleStopMs();
    if (limit != null) {
      idle = vertx.setPeriodic(Math.max(250, limit / 4), tick -> sleepIfIdle(limit));
    }
  }

  private void sleepIfIdle(int limitMs) {
    boolean busy = own != null && own.size() > 0 || leased != null || terminal.isBusy();
    if (upstream != null && upstream.session() != null && !busy && idleMs() >= limitMs) {
      vertx.cancelTimer(idle);
      awake = false;
      signals.log().lifecycle(LogLevel.INFO, "nobody called for " + limitMs + " ms: stopped");
      close().onComplete(gone -> sayAgain());
    }
  }

  private long idleMs() {
    return (System.nanoTime() - Math.max(opened, terminal.used())) / 1_000_000;
  }

  private Future<McpSession> reach(Duration limit) {
    wake();
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
    if (!spec.enabled() || halted || wish.word() == Wish.Word.STOP) {
      sayAgain();
      return;
    }
    if (spec.process().lazy() && !awake) {
      signals.asleep();
      return;
    }
    signals.hold(reasonToHold());
    Upstream young = maker.apply(spec, signals);
    young.serve(terminal);
    upstream = young;
    opened = System.nanoTime();
    watchIdle();
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
    } else if (wish.word() == Wish.Word.STOP) {
      signals.stopped(wish.said("stopped"));
    } else if (isAsleep()) {
      signals.asleep();
    } else {
      signals.draining();
    }
  }
}
