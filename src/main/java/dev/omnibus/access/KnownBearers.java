package dev.omnibus.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bearers that were verified a moment ago, so that one who asks a thousand times a second is not
 * verified a thousand times. The moment is short enough that whoever is blocked or signed out is
 * out within a second.
 */
final class KnownBearers {

  private static final long MOMENT_NANOS = 500_000_000;
  private static final int MOST = 10_000;

  private record Known(Caller caller, long since) {}

  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** The caller, or null when it has to be verified. */
  Caller get(String bearer, long nanos) {
    Known found = known.get(bearer);
    return found != null && nanos - found.since() < MOMENT_NANOS ? found.caller() : null;
  }

  void put(String bearer, Caller caller, long nanos) {
    if (known.size() >= MOST) {
      known.values().removeIf(old -> nanos - old.since() >= MOMENT_NANOS);
    }
    if (known.size() < MOST) {
      known.put(bearer, new Known(caller, nanos));
    }
  }
}
