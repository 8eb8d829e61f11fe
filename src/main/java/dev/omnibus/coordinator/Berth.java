package dev.omnibus.coordinator;

import dev.omnibus.bus.Channel;
import dev.omnibus.coordinator.log.LogLevel;
import dev.omnibus.coordinator.ways.OwnSessions;
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
 * The place of one owned server. Whether something runs there, what operators want of it decides,
 * and who calls.
 */
final class Berth {

  /** So long at most nobody serves what goes from one node to another. */
  private static final Duration HANDOVER = Duration.ofSeconds(30);

  private final Signals signals;
  private final Mooring mooring;
  private final Duration patience;
  private final Entrance entrance;
  private final Intent intent;
  private final Slumber slumber;
  private final Succession succession;
  private ServerSpec spec;
  private boolean released;

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
    this.intent = new Intent(vertx, wish);
    this.succession = new Succession(vertx);
    this.entrance = new Entrance(signals, owning, this::reach);
    this.signals = signals;
    this.mooring = new Mooring(signals, maker, entrance);
    this.patience = patience;
    this.slumber = new Slumber(vertx, this::isFree, entrance::used);
  }

  /** The server came, or has a new definition, which may have to wait for its turn. */
  void define(ServerSpec young, long epoch) {
    boolean same = spec != null && spec.reached().equals(young.reached());
    succession.forget();
    if (spec != null && !same && succession.keeps(young)) {
      signals.owned(spec, epoch);
      sayAgain();
      return;
    }
    spec = young;
    signals.owned(young, epoch);
    if (same) {
      sayAgain();
    } else {
      open();
    }
  }

  /** A new definition waits for its turn, for so long at most. */
  void stay(Duration limit) {
    succession.begin(limit, this::moveOn);
  }

  /** It is its turn. */
  void moveOn() {
    ServerSpec next = succession.end();
    if (next != null && !released) {
      define(next, signals.epoch());
    }
  }

  /** What it shall run by, now or when it is its turn. */
  ServerSpec latest() {
    return succession.latest(spec);
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
    if (released || !intent.heed(young)) {
      return;
    }
    if (intent.isStop()) {
      stopInTime(young.graceMs());
    } else {
      run();
    }
  }

  private void run() {
    intent.run();
    if (mooring.isEmpty()) {
      open();
    } else {
      settle();
    }
  }

  /** Calls may go on for so long. */
  private void stopInTime(long graceMs) {
    if (mooring.isEmpty() || graceMs <= 0) {
      stop();
    } else {
      settle();
      intent.stopIn(graceMs, this::stop);
    }
  }

  /** It shall not run; completes when session and process are gone. */
  Future<Void> stop() {
    intent.halt();
    signals.draining();
    OptionalLong pid = mooring.pid();
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
    slumber.wake();
    if (mooring.isEmpty()) {
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
    return mooring
        .upstream()
        .map(now -> now.next(limit).map(session -> now.inventory().link()))
        .orElseGet(Mooring::notRunning);
  }

  /** An operation has it take no new calls, for so long at most: operations may die. */
  void hold(String why, Duration limit) {
    intent.hold(why, limit, this::free);
    settle();
  }

  /** The operation is done with it. */
  void free() {
    moveOn();
    if (intent.free()) {
      run();
    } else {
      settle();
    }
  }

  /** Says whether it takes calls. */
  private void settle() {
    boolean was = signals.isHeld();
    signals.hold(intent.reasonToHold(!mooring.isEmpty()), intent.heldUntil());
    if (!mooring.isEmpty() && signals.isHeld()) {
      signals.draining();
    } else if (!mooring.isEmpty() && was) {
      signals.starting();
      mooring.sayAgain();
    }
  }

  /** Another node will serve it, or this one ends. */
  void drain() {
    boolean wanted = spec.enabled() && !intent.isHalted() && !signals.isHeld();
    if (wanted) {
      signals.leaving(HANDOVER);
    } else {
      signals.draining();
    }
  }

  /** It left this node's hands. */
  void release() {
    released = true;
    intent.end();
    slumber.end();
    succession.end();
    entrance.close();
    signals.released();
  }

  /** Nothing runs here until it is opened again; completes when sessions and processes are gone. */
  Future<Void> close() {
    return mooring.close();
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
    if (mooring.isEmpty()) {
      return Mooring.notRunning();
    }
    return entrance.join(spec, session, user, channel, init, patience);
  }

  /** A session of an agent is over. */
  Future<Void> end(String session) {
    return entrance.end(session);
  }

  /** Whether nothing runs only because nobody calls. */
  private boolean isAsleep() {
    return mooring.isEmpty()
        && !released
        && spec.process().sleeps()
        && spec.enabled()
        && !intent.isHalted();
  }

  private void wake() {
    if (isAsleep()) {
      slumber.wake();
      open();
    }
  }

  /** Whether it runs and nobody needs it at this moment. */
  private boolean isFree() {
    boolean busy = intent.isHeld() || entrance.isBusy();
    return mooring.hasSession() && !busy;
  }

  private void sleep(int limitMs) {
    signals.log().lifecycle(LogLevel.INFO, "nobody called for " + limitMs + " ms: stopped");
    close().onComplete(gone -> sayAgain());
  }

  private Future<McpSession> reach(Duration limit) {
    wake();
    return mooring.session(limit);
  }

  boolean enabled() {
    return spec.enabled();
  }

  /** Where requests go to; empty while it is stopped or disabled. */
  Optional<Upstream> upstream() {
    return mooring.upstream();
  }

  private void open() {
    mooring.close();
    if (!spec.enabled() || intent.isHalted()) {
      sayAgain();
      return;
    }
    if (slumber.awaits(spec)) {
      signals.asleep();
      return;
    }
    signals.hold(intent.reasonToHold(false), intent.heldUntil());
    slumber.watch(spec, this::sleep);
    mooring.open(spec);
  }

  private void sayAgain() {
    if (released) {
      return;
    }
    if (!mooring.isEmpty()) {
      mooring.sayAgain();
    } else if (!spec.enabled()) {
      signals.disabled();
    } else if (intent.isStop()) {
      signals.stopped(intent.stopped());
    } else if (isAsleep()) {
      signals.asleep();
    } else {
      signals.draining();
    }
  }
}
