package dev.omnibus.health;

import dev.omnibus.config.BreakerConfig;
import dev.omnibus.config.HealthConfig;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.BreakerState;
import dev.omnibus.model.Link;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ProbeSample;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerState;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** The ordinary case, from which a test says only what is different. */
final class Given {

  static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");

  /** Rise 2, fall 3, slow above a second. */
  static final HealthConfig CONFIG = HealthConfig.fromJson(new JsonObject());

  /** Minimum volume 10, half of them failed or all slow, or 8 in a row; 15 s open; 2 trials. */
  static final BreakerConfig BREAKER = CONFIG.breaker();

  private Given() {}

  static ProbeSample sample(ProbeOutcome outcome) {
    return sample(outcome, outcome == ProbeOutcome.ANSWERED ? 3.0 : null, "so it was");
  }

  static ProbeSample sample(ProbeOutcome outcome, Double latencyMs, String detail) {
    return new ProbeSample(outcome, detail, "ping", "result", latencyMs, T0, null);
  }

  static ServerSignal signal(ServerSignal.Kind kind) {
    return new ServerSignal("files", kind, 1, "so it was", null, null);
  }

  static ServerHealth unknown() {
    return ServerHealth.unknown(Link.unopened(TransportKind.STDIO), BREAKER, T0);
  }

  /** A server in a state, with nothing counted and the breaker that belongs to it. */
  static ServerHealth health(ServerState state) {
    ServerHealth health = unknown().in(state, "given", T0);
    return state == ServerState.CIRCUIT_OPEN ? health.with(halfOpen()) : health;
  }

  /** A breaker that failed eight times in a row and has let its first trial through. */
  static Breaker halfOpen() {
    Breaker open = open();
    return open.admit(open.until(), 0).breaker();
  }

  static Breaker open() {
    Breaker breaker = Breaker.fresh(BREAKER, T0);
    for (int i = 0; i < BREAKER.consecutive(); i++) {
      breaker = breaker.record(Breaker.Outcome.FAIL, breaker.generation(), T0, 0);
    }
    if (breaker.state() != BreakerState.OPEN) {
      throw new IllegalStateException("not open");
    }
    return breaker;
  }

  static ServerHealth after(ProbeSample sample, ServerHealth health) {
    long generation = health.breaker().generation();
    return HealthRules.after(sample, health, generation, CONFIG, T0, 0.5);
  }

  static ServerHealth after(ProbeOutcome outcome, ServerHealth health) {
    return after(sample(outcome), health);
  }

  static ServerHealth after(ServerSignal.Kind kind, ServerHealth health) {
    return SignalRules.after(signal(kind), health, CONFIG, T0, 0.5);
  }
}
