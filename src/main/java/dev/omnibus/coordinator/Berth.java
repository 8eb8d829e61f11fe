package dev.omnibus.coordinator;

import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * The place of one owned server: at most one upstream at a time, and the next starts when the last
 * is gone. An operator's stop holds until a start, and as long as this node owns the server.
 */
final class Berth {

  private final Signals signals;
  private final BiFunction<ServerSpec, Signals, Upstream> maker;
  private final Duration patience;
  private ServerSpec spec;
  private Upstream upstream;
  private boolean stopped;
  private boolean released;
  private Future<Void> gone = Future.succeededFuture();

  /**
   * @param patience how long the next upstream waits for the last one to be gone
   */
  Berth(Signals signals, BiFunction<ServerSpec, Signals, Upstream> maker, Duration patience) {
    this.signals = signals;
    this.maker = maker;
    this.patience = patience;
  }

  /** The server came, or has a new definition. */
  void define(ServerSpec young, long epoch) {
    boolean same = spec != null && reachedAlike(spec, young);
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
    signals.released();
  }

  /** Completes when session and process are gone, or when patience is. */
  Future<Void> close() {
    if (upstream != null) {
      Upstream last = upstream;
      upstream = null;
      gone = last.close().timeout(patience.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }
    return gone;
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

  /** Whether a session to the one is a session to the other: words about it do not matter. */
  private static boolean reachedAlike(ServerSpec a, ServerSpec b) {
    return bare(a).equals(bare(b));
  }

  private static ServerSpec bare(ServerSpec s) {
    return new ServerSpec(
        s.name(),
        s.transport(),
        s.command(),
        s.env(),
        s.cwd(),
        s.url(),
        s.headers(),
        s.trustCertificates(),
        s.enabled(),
        null,
        null);
  }
}
