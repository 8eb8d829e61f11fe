package dev.omnibus.coordinator.log;

import java.util.Locale;

/** Where a line in the log of a server comes from. */
public enum LogSource {
  /** Its process wrote it to standard error. */
  STDERR,
  /** Its process wrote it to standard output, and it is no JSON-RPC. */
  STDOUT,
  /** It said so, by {@code notifications/message}. */
  MCP,
  /** A probe found it. */
  PROBE,
  /** Something was done with it, or happened to it. */
  LIFECYCLE,
  /** About the log itself. */
  OMNIBUS;

  /** The word on the wire and in the file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static LogSource of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
