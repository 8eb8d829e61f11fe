package dev.omnibus.mcp;

import java.util.Locale;

/** How bytes reach a server. */
public enum TransportKind {
  STDIO,
  HTTP,
  SSE;

  /** The word on the wire, in configuration and in the dashboard. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the wire word. */
  public static TransportKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
