package dev.omnibus.model;

import java.util.Locale;

/** The one word that says how an MCP server is. */
public enum ServerState {
  UNKNOWN(Severity.INFO),
  STARTING(Severity.INFO),
  HEALTHY(Severity.INFO),
  DEGRADED(Severity.WARNING),
  DISCONNECTED(Severity.ERROR),
  CIRCUIT_OPEN(Severity.CRITICAL),
  AUTH_REQUIRED(Severity.WARNING),
  DRAINING(Severity.INFO),
  STOPPED(Severity.INFO),
  DISABLED(Severity.INFO);

  private final Severity severity;

  ServerState(Severity severity) {
    this.severity = severity;
  }

  /** How loud entering this state is. */
  public Severity severity() {
    return severity;
  }

  /** Whether a request may be sent to a server in this state with hope of an answer. */
  public boolean serves() {
    return this == HEALTHY || this == DEGRADED;
  }

  /** Whether somebody wants this server not to run. */
  public boolean atRest() {
    return this == STOPPED || this == DISABLED;
  }

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the wire word. */
  public static ServerState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
