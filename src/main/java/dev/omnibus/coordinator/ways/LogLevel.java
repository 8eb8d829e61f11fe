package dev.omnibus.coordinator.ways;

import java.util.Locale;

/** How grave a log message of a server is, the least first (RFC 5424). */
enum LogLevel {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Null for a word that is none. */
  static LogLevel of(String word) {
    for (LogLevel level : values()) {
      if (level.word().equals(word)) {
        return level;
      }
    }
    return null;
  }
}
