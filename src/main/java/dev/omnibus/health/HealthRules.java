package dev.omnibus.health;

import dev.omnibus.config.HealthConfig;
import dev.omnibus.model.BreakerState;
import dev.omnibus.model.Link;
import dev.omnibus.model.ProbeSample;
import dev.omnibus.model.ServerState;
import java.time.Instant;

/**
 * How a server's health follows from what was learnt of it: pure functions of (health, news,
 * configuration, time). What changed is the difference between the health before and after.
 *
 * <ul>
 *   <li>Only an answer makes a server healthy: at once when nothing had gone wrong, after {@code
 *       rise} in a row when it had.
 *   <li>A healthy one is degraded by its first failure and disconnected after {@code fall} in a
 *       row, or at once when its session is lost. One that never answered has nothing to lose.
 *   <li>While its breaker holds calls back, an active server is {@code circuit_open}.
 *   <li>One that somebody wants not to run is what he wants, whatever it answers.
 * </ul>
 */
final class HealthRules {

  private static final int SLOW_OF_LAST_THREE = 2;

  private HealthRules() {}

  /** After a probe that the breaker admitted under the given generation. */
  static ServerHealth after(
      ProbeSample sample,
      ServerHealth health,
      long admittedUnder,
      HealthConfig config,
      Instant now,
      double roll) {
    if (health.state().atRest()) {
      return health;
    }
    Verdict verdict = Verdict.of(sample, config.slow());
    Link link = sample.link() == null ? health.link() : sample.link();
    ServerHealth told =
        counted(verdict, health)
            .with(link)
            .with(Evidence.of(health.check(), sample))
            .with(breaker(verdict, health.breaker(), admittedUnder, now, roll));
    return judged(verdict, sample, told, config, now);
  }

  private static ServerHealth counted(Verdict verdict, ServerHealth health) {
    int good = health.good();
    int bad = health.bad();
    int slow = health.slow();
    return switch (verdict) {
      case GOOD -> health.counting(good + 1, 0, slow << 1);
      case SLOW -> health.counting(good + 1, 0, slow << 1 | 1);
      case BUSY -> health.counting(good + 1, 0, slow);
      case BAD -> health.counting(0, bad + 1, slow);
      case AUTH, MISFIT -> health.counting(0, 0, slow);
      case NEUTRAL -> health;
    };
  }

  private static Breaker breaker(
      Verdict verdict, Breaker breaker, long admittedUnder, Instant now, double roll) {
    return switch (verdict) {
      case GOOD -> breaker.record(Breaker.Outcome.OK, admittedUnder, now, roll);
      case SLOW, BUSY -> breaker.record(Breaker.Outcome.SLOW, admittedUnder, now, roll);
      case BAD -> breaker.record(Breaker.Outcome.FAIL, admittedUnder, now, roll);
      case AUTH, MISFIT -> breaker.alive(now);
      // A trial that could not even be sent proves nothing, and must not be waited for.
      case NEUTRAL ->
          breaker.state() == BreakerState.HALF_OPEN
              ? breaker.record(Breaker.Outcome.FAIL, admittedUnder, now, roll)
              : breaker;
    };
  }

  private static ServerHealth judged(
      Verdict verdict, ProbeSample sample, ServerHealth told, HealthConfig config, Instant now) {
    if (told.state() == ServerState.DRAINING) {
      return told;
    }
    if (told.breaker().holds()) {
      String why = told.breaker().reason() + "; last " + Evidence.inWords(sample);
      return told.in(ServerState.CIRCUIT_OPEN, why, now);
    }
    return switch (verdict) {
      case GOOD, SLOW, BUSY -> answered(verdict, sample, told, config, now);
      case BAD -> bad(sample, told, config, now);
      case AUTH -> told.in(ServerState.AUTH_REQUIRED, Evidence.inWords(sample), now);
      case MISFIT -> told.in(ServerState.DISCONNECTED, Evidence.inWords(sample), now);
      case NEUTRAL -> unlinked(told, now);
    };
  }

  private static ServerHealth answered(
      Verdict verdict, ProbeSample sample, ServerHealth told, HealthConfig config, Instant now) {
    if (!isRisen(told, config)) {
      String why = "%d of %d good: %s".formatted(told.good(), config.rise(), answer(sample));
      return told.in(ServerState.DISCONNECTED, why, now);
    }
    if (verdict == Verdict.BUSY) {
      return told.in(ServerState.DEGRADED, "busy: " + sample.detail(), now);
    }
    int slow = Integer.bitCount(told.slow());
    if (slow >= SLOW_OF_LAST_THREE) {
      String why = "%d of the last 3 answers took over %d ms";
      return told.in(ServerState.DEGRADED, why.formatted(slow, config.slow().toMillis()), now);
    }
    return told.in(ServerState.HEALTHY, answer(sample), now);
  }

  private static boolean isRisen(ServerHealth told, HealthConfig config) {
    return switch (told.state()) {
      case UNKNOWN, STARTING, HEALTHY, DEGRADED, AUTH_REQUIRED -> true;
      case DISCONNECTED, CIRCUIT_OPEN -> told.good() >= config.rise();
      case DRAINING, STOPPED, DISABLED -> false;
    };
  }

  private static ServerHealth bad(
      ProbeSample sample, ServerHealth told, HealthConfig config, Instant now) {
    String words = Evidence.inWords(sample);
    String why = "%d of %d failed: %s".formatted(told.bad(), config.fall(), words);
    boolean fallen = told.bad() >= config.fall();
    return switch (told.state()) {
      case HEALTHY, DEGRADED ->
          told.in(fallen ? ServerState.DISCONNECTED : ServerState.DEGRADED, why, now);
      case AUTH_REQUIRED ->
          told.in(fallen ? ServerState.DISCONNECTED : ServerState.AUTH_REQUIRED, why, now);
      case UNKNOWN, STARTING, DISCONNECTED, CIRCUIT_OPEN ->
          told.in(ServerState.DISCONNECTED, words, now);
      case DRAINING, STOPPED, DISABLED -> told;
    };
  }

  /** Without a session nothing is up, whatever the last answer was. */
  private static ServerHealth unlinked(ServerHealth told, Instant now) {
    return switch (told.state()) {
      case HEALTHY, DEGRADED -> told.in(ServerState.STARTING, "opening a session again", now);
      case CIRCUIT_OPEN -> told.in(ServerState.DISCONNECTED, "no session is open", now);
      case UNKNOWN, STARTING, DISCONNECTED, AUTH_REQUIRED, DRAINING, STOPPED, DISABLED -> told;
    };
  }

  private static String answer(ProbeSample sample) {
    return "answered" + (sample.sent() == null ? "" : " " + sample.sent());
  }
}
