package dev.omnibus.gateway.balance;

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
