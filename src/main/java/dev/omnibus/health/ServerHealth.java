package dev.omnibus.health;

import dev.omnibus.config.BreakerConfig;
import dev.omnibus.model.Check;
import dev.omnibus.model.Claim;
import dev.omnibus.model.Link;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import java.time.Instant;

/**
 * What the owner of a server remembers of its health: the state with its reason, the rows of good
 * and bad probes that lead to the next one, and the latest evidence. It never changes; {@link
 * HealthRules} make the next one.
 *
 * @param good living answers in a row
 * @param bad failures in a row
 * @param slow which of the last three answers were slow, one bit each
 * @param check null before the first probe; when the next is due is not known here
 * @param backBy when it takes calls again at the latest, or null
 */
record ServerHealth(
    ServerState state,
    String reason,
    Instant since,
    Link link,
    int good,
    int bad,
    int slow,
    Check check,
    Breaker breaker,
    Instant backBy) {

  /** Of a server nobody has looked at yet: never silently up. */
  static ServerHealth unknown(Link link, BreakerConfig breaker, Instant now) {
    return new ServerHealth(
        ServerState.UNKNOWN,
        "not probed yet",
        now,
        link,
        0,
        0,
        0,
        null,
        Breaker.fresh(breaker, now),
        null);
  }

  /** The same in a state; when it began changes only if the state does. */
  ServerHealth in(ServerState next, String why, Instant now) {
    Instant began = next == state ? since : now;
    return new ServerHealth(next, why, began, link, good, bad, slow, check, breaker, null);
  }

  /** The same, and it takes calls again by then. */
  ServerHealth backBy(Instant then) {
    return new ServerHealth(state, reason, since, link, good, bad, slow, check, breaker, then);
  }

  ServerHealth with(Link known) {
    return new ServerHealth(state, reason, since, known, good, bad, slow, check, breaker, backBy);
  }

  ServerHealth with(Breaker next) {
    return new ServerHealth(state, reason, since, link, good, bad, slow, check, next, backBy);
  }

  ServerHealth with(Check latest) {
    return new ServerHealth(state, reason, since, link, good, bad, slow, latest, breaker, backBy);
  }

  ServerHealth counting(int goodRow, int badRow, int slowBits) {
    return new ServerHealth(
        state, reason, since, link, goodRow, badRow, slowBits & 7, check, breaker, backBy);
  }

  /**
   * Whether the next answer may well be late. One that was never asked is given the benefit of the
   * doubt: it can waste a place once, and is known after that.
   */
  boolean isSuspect() {
    return bad > 0 || slow != 0 || breaker.holds();
  }

  /** As it is told to the fleet. */
  ServerStatus status(ServerSpec spec, Claim claim, Instant next, Instant now) {
    return new ServerStatus(
            spec.name(),
            state,
            reason,
            since,
            claim,
            link,
            stamped(next),
            breaker.status(now),
            spec.description())
        .backBy(backBy);
  }

  private Check stamped(Instant next) {
    return check == null
        ? null
        : new Check(
            check.last(),
            next,
            check.attempt(),
            check.outcome(),
            check.detail(),
            check.sent(),
            check.received(),
            check.latencyMs(),
            check.recent());
  }
}
