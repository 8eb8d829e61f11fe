package dev.omnibus.gateway.era;

import java.util.List;

/** The levels of RFC 5424, as both eras name them. */
final class LogLevels {

  private static final List<String> ALL =
      List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

  private LogLevels() {}

  static boolean exists(String level) {
    return ALL.contains(level);
  }

  /** Whether a message of this level is heard by one who asked for that one. */
  static boolean hears(String asked, String level) {
    return ALL.indexOf(level) >= ALL.indexOf(asked);
  }
}
