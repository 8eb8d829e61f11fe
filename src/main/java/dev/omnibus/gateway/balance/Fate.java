package dev.omnibus.gateway.balance;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.McpException;

/** What a call says of the server it went to; errors of tools say nothing. */
public enum Fate {
  /** The server answered, whatever it said. */
  WENT,
  /** There was no connection, so that nothing was sent. */
  UNREACHED,
  /** The connection broke, or a proxy says that it found nobody (502, 503, 504). */
  BROKE,
  /** No answer in time. */
  LATE,
  /** Another 5xx. */
  REFUSED,
  /** Given up by its agent, or never sent. */
  UNKNOWN;

  /**
   * Of a request that got no answer.
   *
   * @param sent whether the server may have got it
   */
  public static Fate of(Throwable why, boolean sent) {
    if (why instanceof McpException known) {
      return of(known, sent);
    }
    Failure failure = why instanceof BusException bus ? bus.failure() : null;
    if (failure == Failure.TIMEOUT) {
      return LATE;
    }
    return failure == Failure.UNAVAILABLE ? gone(sent) : UNKNOWN;
  }

  private static Fate of(McpException why, boolean sent) {
    return switch (why.kind()) {
      case TIMEOUT -> LATE;
      case CLOSED, REFUSED, UNREACHABLE, SPAWN_FAILED -> gone(sent);
      case HTTP_STATUS ->
          why.httpStatus().isPresent() ? ofStatus(why.httpStatus().getAsInt()) : UNKNOWN;
      case TLS,
          GARBAGE,
          TOO_LARGE,
          REDIRECT,
          AUTH_REQUIRED,
          SESSION_EXPIRED,
          INCOMPATIBLE,
          RPC_ERROR,
          MISCONFIGURED ->
          UNKNOWN;
    };
  }

  private static Fate gone(boolean sent) {
    return sent ? BROKE : UNREACHED;
  }

  public static Fate ofStatus(int status) {
    if (status < 500) {
      return WENT;
    }
    return isAbsence(status) ? BROKE : REFUSED;
  }

  /** Whether it says that the server behind it is not there. */
  public static boolean isAbsence(int status) {
    return status >= 502 && status <= 504;
  }
}
