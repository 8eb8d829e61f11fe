package dev.omnibus.model;

import java.util.Locale;

/** Where a circuit breaker stands; the forced ones are set by an operator. */
public enum BreakerState {
  CLOSED,
  OPEN,
  HALF_OPEN,
  FORCED_OPEN,
  FORCED_CLOSED;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the wire word. */
  public static BreakerState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
