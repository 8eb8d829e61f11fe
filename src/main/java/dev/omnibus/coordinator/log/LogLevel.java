package dev.omnibus.coordinator.log;

import dev.omnibus.model.Severity;
import java.util.Locale;

/** How grave a line in the log of a server is, the least first. */
public enum LogLevel {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR;

  /** The word on the wire and in the file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How loud the event of such a line is. */
  public Severity severity() {
    return switch (this) {
      case DEBUG, INFO, NOTICE -> Severity.INFO;
      case WARNING -> Severity.WARNING;
      case ERROR -> Severity.ERROR;
    };
  }

  /** How grave a line about something so loud is. */
  public static LogLevel of(Severity severity) {
    return switch (severity) {
      case INFO -> INFO;
      case WARNING -> WARNING;
      case ERROR, CRITICAL -> ERROR;
    };
  }

  /** Reads the wire word; an unknown one is an IllegalArgumentException that says what there is. */
  public static LogLevel of(String word) {
    for (LogLevel level : values()) {
      if (level.word().equals(word)) {
        return level;
      }
    }
    throw new IllegalArgumentException("'level' is none of debug, info, notice, warning, error");
  }

  /**
   * What others call it, such as {@code WARN} or MCP's {@code emergency}; null for no such word.
   */
  static LogLevel like(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "trace", "debug", "verbose" -> DEBUG;
      case "info", "information" -> INFO;
      case "notice" -> NOTICE;
      case "warn", "warning" -> WARNING;
      case "error", "err", "fatal", "severe", "critical", "crit", "alert", "emergency", "panic" ->
          ERROR;
      default -> null;
    };
  }
}
