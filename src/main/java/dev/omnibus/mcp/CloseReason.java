package dev.omnibus.mcp;

import java.util.OptionalInt;

/**
 * Why a session is over.
 *
 * @param cause one word of it
 * @param text a sentence safe to show
 * @param exitCode of the process, or the number of the signal that ended it; empty for HTTP
 */
public record CloseReason(Cause cause, String text, OptionalInt exitCode) {

  /** What ended it. */
  public enum Cause {
    /** We closed it. */
    CLOSED_BY_US,
    /** Its process ended. */
    EXITED,
    /** Its event stream ended. */
    STREAM_ENDED,
    /** It no longer knows our session. */
    SESSION_EXPIRED,
    /** It sent more than it may, or did not read what we sent. */
    TOO_LARGE
  }

  public static CloseReason of(Cause cause, String text) {
    return new CloseReason(cause, text, OptionalInt.empty());
  }

  /** The failure of every call that was pending when this happened. */
  public McpException toException() {
    McpException.Kind kind =
        switch (cause) {
          case SESSION_EXPIRED -> McpException.Kind.SESSION_EXPIRED;
          case TOO_LARGE -> McpException.Kind.TOO_LARGE;
          case CLOSED_BY_US, EXITED, STREAM_ENDED -> McpException.Kind.CLOSED;
        };
    return McpException.of(kind, text);
  }
}
