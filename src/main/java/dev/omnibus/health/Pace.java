package dev.omnibus.health;

import dev.omnibus.config.HealthConfig;
import dev.omnibus.model.ServerState;
import java.time.Duration;
import java.time.Instant;

/**
 * When a server is to be probed next: in its regular turn, at a given time, or not at all.
 *
 * @param at null unless {@link Kind#AT}
 */
public record Pace(Kind kind, Instant at) {

  /** How it is said. */
  public enum Kind {
    REGULAR,
    AT,
    NEVER
  }

  public static final Pace REGULAR = new Pace(Kind.REGULAR, null);
  public static final Pace NEVER = new Pace(Kind.NEVER, null);

  public static Pace at(Instant instant) {
    return new Pace(Kind.AT, instant);
  }

  /** What a server's health asks for: doubts are settled fast, an open breaker is respected. */
  static Pace of(ServerHealth health, HealthConfig config, Instant now) {
    if (health.state().atRest()) {
      return NEVER;
    }
    return switch (health.breaker().state()) {
      case FORCED_OPEN -> NEVER;
      case OPEN -> at(health.breaker().until());
      case HALF_OPEN -> fast(config, now);
      case CLOSED, FORCED_CLOSED -> isDoubtful(health) ? fast(config, now) : REGULAR;
    };
  }

  private static boolean isDoubtful(ServerHealth health) {
    boolean up = health.state().serves() || health.state() == ServerState.AUTH_REQUIRED;
    boolean falling = up && health.bad() > 0;
    boolean rising = health.state() == ServerState.DISCONNECTED && health.good() > 0;
    return falling || rising;
  }

  private static Pace fast(HealthConfig config, Instant now) {
    Duration fast = config.fast();
    return at(now.plus(fast.compareTo(config.interval()) < 0 ? fast : config.interval()));
  }
}
