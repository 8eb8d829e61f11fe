package dev.omnibus.telemetry.availability;

import dev.omnibus.model.ServerState;
import java.util.Locale;

/** What a state of a server says about its availability. */
enum Standing {
  UP,
  DOWN,
  /** Somebody wants it not to serve, so that it is neither. */
  UNWANTED,
  /** Nobody can say. */
  UNKNOWN;

  static Standing of(ServerState state) {
    return switch (state) {
      case HEALTHY, DEGRADED -> UP;
      case DISCONNECTED, CIRCUIT_OPEN, AUTH_REQUIRED -> DOWN;
      case DRAINING, STOPPED, DISABLED -> UNWANTED;
      case UNKNOWN, STARTING -> UNKNOWN;
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Standing of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
