package dev.omnibus.client;

/**
 * Why a socket ended or did not open: the code of its close frame, the status of an HTTP answer, or
 * 0 when nobody answered.
 */
public record Close(int code, String reason) {

  /** Closed by this side. */
  static final Close LEFT = new Close(1000, "closed here");

  static final Close NO_ANSWER = new Close(0, "no answer in time");
  static final Close ALTERED = new Close(4000, "a sealed message was altered");
  static final Close SILENT = new Close(4000, "no sign of life");

  private static final int EXPIRED = 4401;
  private static final int FORBIDDEN = 4403;

  /** Whether to stay away: 3500 to 3999 say so. */
  boolean staysAway() {
    return code >= 3500 && code <= 3999;
  }

  /** Whether a newer token has to be had first. */
  boolean needsToken() {
    return code == EXPIRED || code == FORBIDDEN;
  }

  /** Blocked, or the rights changed: what was heard before counts no more. */
  boolean changesRights() {
    return code == FORBIDDEN;
  }
}
