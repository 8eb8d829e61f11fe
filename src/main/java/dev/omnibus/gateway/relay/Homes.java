package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.balance.Pool;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.gateway.target.Whereabouts;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;

/** At which replica of its server each session lives, as one event loop sees it. */
final class Homes {

  /** An address may have to be read from files first. */
  private static final Duration MAKING = Duration.ofSeconds(2);

  private final Relays node;
  private final Whereabouts targets;
  private final Lines lines;
  private final Revival revival;

  Homes(Relays node, Lines lines, Revival revival) {
    this.node = node;
    this.targets = node.targets();
    this.lines = lines;
    this.revival = revival;
  }

  /**
   * Where a session lives.
   *
   * @param any of the server's replicas, or the server itself
   */
  Target of(Session session, Target any) {
    String replica = session.changes().replica();
    Target home = replica == null ? null : targets.ready(replica);
    return home == null ? any : home;
  }

  /**
   * Where a session lives that nobody uses now; completes with null where that is not known, nor a
   * while later.
   *
   * @param server where it has no replicas
   */
  Future<Target> last(Session session, String server) {
    String replica = session.changes().replica();
    String name = replica == null ? server : replica;
    Target known = targets.ready(name);
    return known == null
        ? node.later(MAKING).map(then -> targets.ready(name))
        : Future.succeededFuture(known);
  }

  /** The same, after it was moved if that replica can't be asked any more. */
  Future<Target> reach(Session session, Target any) {
    Pool pool = node.pool(any.server());
    long now = System.nanoTime();
    if (pool == null || pool.isGood(String.valueOf(session.changes().replica()), now)) {
      return Future.succeededFuture(of(session, any));
    }
    Target next = new Turn(pool, targets, session).peek(now);
    return next == null || next.replica().equals(session.changes().replica())
        ? Future.succeededFuture(of(session, any))
        : move(session, next).map(done -> of(session, next));
  }

  /** Begins a session anew at another replica, unless it was moved from its own meanwhile. */
  Future<Void> move(Session session, Target next) {
    String left = session.changes().replica();
    String upstream = session.changes().upstream();
    Target old = left == null ? null : targets.ready(left);
    return revival
        .move(session, next, () -> !Objects.equals(left, session.changes().replica()))
        .onSuccess(done -> leave(old, upstream));
  }

  /** What was not dead but only ill should not keep a session that nobody comes back for. */
  private void leave(Target old, String upstream) {
    if (old != null) {
      lines.end(old, upstream, node.endLimit());
    }
  }
}
