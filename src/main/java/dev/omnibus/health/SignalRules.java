package dev.omnibus.health;

import dev.omnibus.config.HealthConfig;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.BreakerState;
import dev.omnibus.model.Link;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ProbeSample;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerState;
import java.time.Instant;

/**
 * How a server's health follows from what the coordinator says of its session and what an operator
 * says to its breaker: pure functions like those of {@link HealthRules}. A session alone makes
 * nothing healthy, the end of one makes disconnected at once.
 */
final class SignalRules {

  private SignalRules() {}

  /** After a word of the coordinator about the session. */
  static ServerHealth after(
      ServerSignal signal, ServerHealth health, HealthConfig config, Instant now, double roll) {
    return switch (signal.kind()) {
      case OWNED, RELEASED -> health;
      case STARTING -> starting(signal, health, now);
      case LINKED -> linked(signal, health, now);
      case LOST -> lost(signal, health, now);
      case FAILED -> failed(signal, health, config, now, roll);
      case DRAINING -> draining(signal, health, now);
      case ASLEEP -> rested(health, ServerState.UNKNOWN, reason(signal, "asleep"), now);
      case STOPPED -> rested(health, ServerState.STOPPED, reason(signal, "stopped"), now);
      case DISABLED -> rested(health, ServerState.DISABLED, reason(signal, "disabled"), now);
    };
  }

  /** After an operator's word to the breaker. What it held back must answer before it is up. */
  static ServerHealth forced(ServerHealth health, BreakerState wish, Instant now) {
    ServerHealth told = health.with(health.breaker().force(wish, now));
    if (health.state() == ServerState.CIRCUIT_OPEN && !told.breaker().holds()) {
      String why = told.breaker().reason() + ", not probed since";
      return told.counting(0, 0, 0).in(ServerState.UNKNOWN, why, now);
    }
    return settled(told, now);
  }

  private static ServerHealth starting(ServerSignal signal, ServerHealth health, Instant now) {
    String why = reason(signal, "opening a session");
    return switch (health.state()) {
      case UNKNOWN, STARTING, HEALTHY, DEGRADED, DRAINING, STOPPED, DISABLED ->
          settled(health.in(ServerState.STARTING, why, now), now);
      // Trying again is no news of a server that is down: it must rise first.
      case DISCONNECTED, CIRCUIT_OPEN, AUTH_REQUIRED -> health;
    };
  }

  private static ServerHealth linked(ServerSignal signal, ServerHealth health, Instant now) {
    Link link = signal.link() == null ? health.link() : signal.link();
    ServerHealth told = health.with(link).with(health.breaker().retry(now));
    return switch (health.state()) {
      case UNKNOWN, DRAINING, STOPPED, DISABLED ->
          settled(told.in(ServerState.STARTING, "a session is open, not probed yet", now), now);
      case STARTING, HEALTHY, DEGRADED, DISCONNECTED, CIRCUIT_OPEN, AUTH_REQUIRED -> told;
    };
  }

  /** It may have a session, a new one even, and still take no calls. */
  private static ServerHealth draining(ServerSignal signal, ServerHealth health, Instant now) {
    ServerHealth told = signal.link() == null ? health : health.with(signal.link());
    ServerHealth drained = told.in(ServerState.DRAINING, reason(signal, "draining"), now);
    return signal.backInMs() == null ? drained : drained.backBy(now.plusMillis(signal.backInMs()));
  }

  private static ServerHealth lost(ServerSignal signal, ServerHealth health, Instant now) {
    ServerHealth told = health.with(health.link().withoutProcess());
    if (health.state().atRest() || health.state() == ServerState.DRAINING) {
      return told;
    }
    String why = reason(signal, "the session ended");
    return settled(
        told.counting(0, health.bad() + 1, 0).in(ServerState.DISCONNECTED, why, now), now);
  }

  /**
   * A session that can't be opened is a failed probe, but one the breaker did not have to admit.
   */
  private static ServerHealth failed(
      ServerSignal signal, ServerHealth health, HealthConfig config, Instant now, double roll) {
    boolean known = signal.outcome() != null;
    if (health.state() == ServerState.DRAINING
        || (health.state() == ServerState.AUTH_REQUIRED && !known)) {
      return health;
    }
    ProbeOutcome outcome = known ? signal.outcome() : guess(health.link().transport());
    ProbeSample sample =
        new ProbeSample(outcome, signal.reason(), "opening a session", null, null, now, null);
    return HealthRules.after(sample, health, health.breaker().generation(), config, now, roll);
  }

  private static ServerHealth rested(
      ServerHealth health, ServerState rest, String why, Instant now) {
    Breaker kept =
        switch (health.breaker().state()) {
          case CLOSED, OPEN, HALF_OPEN -> Breaker.fresh(health.breaker().config(), now);
          case FORCED_OPEN, FORCED_CLOSED -> health.breaker();
        };
    return health
        .with(health.link().withoutProcess())
        .with(kept)
        .counting(0, 0, 0)
        .in(rest, why, now);
  }

  private static ServerHealth settled(ServerHealth told, Instant now) {
    boolean active = !told.state().atRest() && told.state() != ServerState.DRAINING;
    return active && told.breaker().holds()
        ? told.in(ServerState.CIRCUIT_OPEN, told.breaker().reason(), now)
        : told;
  }

  private static String reason(ServerSignal signal, String otherwise) {
    return signal.reason() == null ? otherwise : signal.reason();
  }

  private static ProbeOutcome guess(TransportKind transport) {
    return transport == TransportKind.STDIO ? ProbeOutcome.SPAWN_FAILED : ProbeOutcome.UNREACHABLE;
  }
}
