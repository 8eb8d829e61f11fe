package dev.omnibus.gateway.seen;

import dev.omnibus.measure.Metric;
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

  /** The counter of what did not go well; null for what did. */
  Metric metric() {
    return switch (this) {
      case OK -> null;
      case TOOL -> Metric.ERRORS_TOOL;
      case PROTOCOL -> Metric.ERRORS_PROTOCOL;
      case TRANSPORT -> Metric.ERRORS_TRANSPORT;
      case TIMEOUT -> Metric.ERRORS_TIMEOUT;
      case POLICY -> Metric.ERRORS_POLICY;
      case LIMIT -> Metric.ERRORS_LIMIT;
      case CANCELLED -> Metric.CANCELLED;
    };
  }

  /** Whether how long it took says something of how long the server takes. */
  boolean tellsTime() {
    return this != POLICY && this != LIMIT && this != CANCELLED;
  }

  /** Whether the agent did not get what it asked for; what it gave up did not fail. */
  public boolean isFailure() {
    return this != OK && this != CANCELLED;
  }

  /** Whether it says something about the server's health. */
  public boolean isFault() {
    return this == TRANSPORT || this == TIMEOUT;
  }
}
