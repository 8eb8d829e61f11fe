package dev.omnibus.gateway.balance;

import dev.omnibus.model.BreakerState;
import dev.omnibus.model.ServerStatus;

/** What the health of a replica means for who looks for one. */
public enum Availability {
  /** It may be asked. */
  GOOD,
  /** It had better not be asked, as long as there are others. */
  BAD,
  /** Somebody wants it not to be asked. */
  RESTS;

  /**
   * @param status null when nobody has said anything of it yet
   */
  public static Availability of(ServerStatus status) {
    if (status == null) {
      return BAD;
    }
    if (status.breaker().state() == BreakerState.FORCED_OPEN) {
      return RESTS;
    }
    return switch (status.state()) {
      case HEALTHY, DEGRADED -> GOOD;
      case UNKNOWN, STARTING, DISCONNECTED, AUTH_REQUIRED, CIRCUIT_OPEN -> BAD;
      case DRAINING, STOPPED, DISABLED -> RESTS;
    };
  }
}
