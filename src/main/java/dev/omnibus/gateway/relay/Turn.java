package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.balance.Fate;
import dev.omnibus.gateway.balance.Pick;
import dev.omnibus.gateway.balance.Pool;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.gateway.target.Whereabouts;
import java.util.HashSet;
import java.util.Set;

/**
 * Which replica of a server the tries of one passage go to: that of its session as long as it can
 * be asked, else the best. It lives on one loop.
 */
final class Turn {

  private final Pool pool;
  private final Whereabouts targets;
  private final Session session;
  private final Set<String> tried = new HashSet<>(4);
  private Pick pick;
  private boolean unready;

  /**
   * @param session null where there is none
   */
  Turn(Pool pool, Whereabouts targets, Session session) {
    this.pool = pool;
    this.targets = targets;
    this.session = session;
  }

  /** Where the next try goes; null when there is nowhere to go. */
  Target next(long now) {
    over(Fate.UNKNOWN, now);
    pick = session == null ? pool.pick(now, tried) : ofSession(now);
    Target target = pick == null ? null : targets.ready(pick.name());
    return pick == null || target != null ? target : next(pick.name(), now);
  }

  private Pick ofSession(long now) {
    String home = session.changes().replica();
    Pick kept = home == null || tried.contains(home) ? null : pool.keep(home, now);
    return kept == null ? pool.refuge(now, tried) : kept;
  }

  /** Where the session lives now, however that one is; null when it is not known. */
  Target home(long now) {
    over(Fate.UNKNOWN, now);
    pick = pool.at(String.valueOf(session.changes().replica()));
    return pick == null ? null : targets.ready(pick.name());
  }

  /** One whose address is not known now is passed over, once each. */
  private Target next(String without, long now) {
    unready = true;
    if (!tried.add(without)) {
      over(Fate.UNKNOWN, now);
      return null;
    }
    return next(now);
  }

  /** Whether one was passed over whose address was not known, or not yet. */
  boolean isUnready() {
    return unready;
  }

  /** What {@link #next} would say, with nothing under way yet. */
  Target peek(long now) {
    Target target = next(now);
    over(Fate.UNKNOWN, now);
    return target;
  }

  /** Whether the session lives elsewhere, where it can't be reached. */
  boolean leavesHome() {
    return session != null && !pick.name().equals(session.changes().replica());
  }

  /**
   * The present try ended so; another one goes elsewhere if it can. But a session is not taken away
   * from a replica for one connection that broke: it would lose its state.
   *
   * @return whether the next try goes elsewhere
   */
  boolean failed(Fate fate, long now) {
    boolean leaves = session == null || fate == Fate.UNREACHED;
    if (pick != null) {
      if (leaves) {
        tried.add(pick.name());
      }
      over(fate, now);
    }
    return leaves && hasOthers(now);
  }

  void over(Fate fate, long now) {
    if (pick != null) {
      pick.over(fate, now);
      pick = null;
    }
  }

  /** Whether there is another one for what is bound to none. */
  boolean mayGoElsewhere(long now) {
    return session == null && hasOthers(now);
  }

  private boolean hasOthers(long now) {
    return pool.hasOthers(tried, now);
  }
}
