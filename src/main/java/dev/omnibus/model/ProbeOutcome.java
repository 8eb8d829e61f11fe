package dev.omnibus.model;

import java.util.Locale;

/** What became of one probe. Only {@link #ANSWERED} proves a living MCP server. */
public enum ProbeOutcome {
  ANSWERED,
  AUTH_REQUIRED,
  INCOMPATIBLE,
  REFUSED,
  UNREACHABLE,
  TLS,
  TIMEOUT,
  CLOSED,
  GARBAGE,
  TOO_LARGE,
  HTTP_STATUS,
  REDIRECT,
  SPAWN_FAILED,
  /** Its configuration refers to something that is not there. */
  MISCONFIGURED,
  SESSION_EXPIRED,
  /** The session is still being opened: neither good nor bad. */
  NOT_LINKED;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the wire word. */
  public static ProbeOutcome of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
