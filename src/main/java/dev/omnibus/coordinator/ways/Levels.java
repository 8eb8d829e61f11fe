package dev.omnibus.coordinator.ways;

import dev.omnibus.mcp.wire.Envelope;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;

/** Which log messages of a server which of its guests hears; the server is told the least grave. */
final class Levels {

  /** Who asked for nothing hears this, as soon as somebody else asked for more. */
  private static final LogLevel USUAL = LogLevel.INFO;

  private LogLevel inForce;

  /** What the server last said yes to, or null. */
  LogLevel inForce() {
    return inForce;
  }

  void inForce(LogLevel level) {
    inForce = level;
  }

  /** The least grave that anybody asked for, or null. */
  static LogLevel wanted(Collection<Guest> guests) {
    return guests.stream()
        .map(guest -> guest.level)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  boolean hears(Guest guest, Envelope logMessage) {
    LogLevel level = LogLevel.of(logMessage.text("params", "level"));
    if (level == null || guest.level == null && inForce == null) {
      return true;
    }
    LogLevel least = guest.level == null ? USUAL : guest.level;
    return level.compareTo(least) >= 0;
  }
}
