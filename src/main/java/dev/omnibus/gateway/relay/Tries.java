package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.balance.Fate;
import dev.omnibus.gateway.balance.RetryBudget;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.McpException;

/**
 * The tries of one passage: where each goes, what it says of the server, and whether there may be
 * another. It lives on one loop.
 */
final class Tries {

  private static final int MOST = 3;
  private static final long PAUSE_MILLIS = 50;

  /** Addresses of a young definition are there in milliseconds; some are read from files. */
  private static final long LOOK_MILLIS = 25;

  private static final int MOST_LOOKS = 80;

  private final Relay relay;
  private final Post post;
  private final RetryBudget budget;
  private Turn turn;
  private Target target;
  private int made;
  private int looks;
  private boolean awaitingAddresses;
  private int status;
  private Fate broken = Fate.UNKNOWN;

  /**
   * @param target where they go to if the server is but one
   */
  Tries(Relay relay, Post post, Target target, RetryBudget budget) {
    this.relay = relay;
    this.post = post;
    this.target = target;
    this.budget = budget;
    this.turn = relay.turn(post);
  }

  /** It may be elsewhere by now, and of other replicas. */
  void renew() {
    over(Fate.UNKNOWN);
    made = 0;
    turn = relay.turn(post);
    Target latest = relay.latest(target);
    target = latest == null ? target : latest;
  }

  /**
   * Nowhere to go: the server may have become several, or one, a moment ago, and addresses are
   * still being made. Then all begins anew in a moment; false when that is not why, or took long.
   */
  boolean awaitAddresses(Runnable next) {
    if (!turn.isUnready() || looks == MOST_LOOKS) {
      return false;
    }
    looks++;
    awaitingAddresses = true;
    relay.after(LOOK_MILLIS, () -> lookAgain(next));
    return true;
  }

  private void lookAgain(Runnable next) {
    awaitingAddresses = false;
    renew();
    next.run();
  }

  boolean isAwaitingAddresses() {
    return awaitingAddresses;
  }

  /** Where one more goes; null when there is nowhere to go. */
  Target next() {
    made++;
    status = 0;
    broken = Fate.UNKNOWN;
    return turn == null ? target : at(turn.next(System.nanoTime()));
  }

  /** Whether the session has to move there first. */
  boolean leavesHome() {
    return turn != null && turn.leavesHome();
  }

  /** Where the session lives after it was moved, perhaps by somebody else; or null. */
  Target home() {
    return at(turn.home(System.nanoTime()));
  }

  private Target at(Target found) {
    if (found != null) {
      target = found;
    }
    return found;
  }

  /** Where the last one went. */
  Target target() {
    return target;
  }

  void answered(int status) {
    this.status = status;
  }

  /** What answered says that the server is away, and another replica may be asked. */
  boolean mayGoElsewhere(boolean sent) {
    return turn != null
        && Fate.isAbsence(status)
        && turn.mayGoElsewhere(System.nanoTime())
        && mayRepeat(sent);
  }

  /** One that answers, and be it that it takes no session, is not away; nor is one never asked. */
  Fate lost(Throwable cause, boolean sent) {
    if (sent) {
      broken = Fate.BROKE;
    } else if (cause instanceof IllegalArgumentException) {
      broken = Fate.UNKNOWN; // it was never asked
    } else {
      broken = cause instanceof McpException ? Fate.REFUSED : Fate.UNREACHED;
    }
    return broken;
  }

  /** Asked once for each repetition: it is taken off the budget. */
  boolean mayRepeat(boolean sent) {
    return made < MOST
        && (!sent || relay.repeats().safe(post.server(), post.message()))
        && budget.take(System.nanoTime());
  }

  /** Elsewhere at once, at the same one after a while. */
  void again(Fate fate, Runnable next) {
    tell(fate);
    if (turn != null && turn.failed(fate, System.nanoTime())) {
      relay.soon(next);
    } else {
      relay.after(PAUSE_MILLIS * made * made, next);
    }
  }

  private void tell(Fate fate) {
    relay.saw(turn == null ? post.server() : target.replica(), fate);
  }

  /** What the end says of the server; a call that went well costs nothing. */
  void over(Outcome outcome) {
    Fate fate =
        switch (outcome) {
          case OK, TOOL, PROTOCOL -> Fate.ofStatus(status);
          case TIMEOUT -> Fate.LATE;
          case TRANSPORT -> broken;
          case POLICY, LIMIT, CANCELLED -> Fate.UNKNOWN;
        };
    over(fate);
    if (fate != Fate.WENT && fate != Fate.UNKNOWN) {
      tell(fate);
    }
  }

  private void over(Fate fate) {
    if (turn != null) {
      turn.over(fate, System.nanoTime());
    }
  }
}
