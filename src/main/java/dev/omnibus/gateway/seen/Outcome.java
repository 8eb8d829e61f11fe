package dev.omnibus.gateway.seen;

import java.util.Locale;

/** What became of a call, as far as one can tell from outside. */
public enum Outcome {
  OK,
  /** The tool says of itself that it failed. */
  TOOL,
  /** The server answered with a JSON-RPC error. */
  PROTOCOL,
  /** The server could not be reached, or the connection broke. */
  TRANSPORT,
  TIMEOUT,
  /** The caller may not. */
  POLICY,
  /** Too much at once. */
  LIMIT,
  /** The agent gave up. */
  CANCELLED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it says something about the server's health. */
  public boolean isFault() {
    return this == TRANSPORT || this == TIMEOUT;
  }
}
