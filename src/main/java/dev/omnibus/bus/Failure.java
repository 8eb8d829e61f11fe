package dev.omnibus.bus;

import java.util.Arrays;
import java.util.Locale;

/**
 * Every way in which a request can fail. The code is the one a socket client sees; the sentence is
 * safe to show to anybody.
 */
public enum Failure {
  BAD_REQUEST(400, false, "the request is not well-formed"),
  UNAUTHENTICATED(401, false, "sign in first"),
  FORBIDDEN(403, false, "this caller may not do that"),
  NOT_FOUND(404, false, "there is no such thing"),
  TIMEOUT(408, true, "no answer in time"),
  CONFLICT(409, false, "the thing changed in the meantime"),
  TOO_LARGE(413, false, "the message is too large"),
  INVALID(422, false, "the content is not valid"),
  LIMITED(429, true, "too many requests"),
  BUG(500, false, "something unforeseen went wrong; the log knows more"),
  UPSTREAM(502, false, "the server answered with an error"),
  UNAVAILABLE(503, true, "nobody can answer this at the moment");

  private final int code;
  private final boolean retry;
  private final String sentence;

  Failure(int code, boolean retry, String sentence) {
    this.code = code;
    this.retry = retry;
    this.sentence = sentence;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** One word for programs and for the audit log, such as {@code bad_request}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the same request may succeed later. */
  public boolean retry() {
    return retry;
  }

  /** A sentence safe to show. */
  public String sentence() {
    return sentence;
  }

  /** This failure as something to throw or to fail a future with. */
  public BusException because(String detail) {
    return new BusException(this, detail);
  }

  /** What somebody failed with; all that no row of the table foresees is a {@link #BUG}. */
  public static BusException behind(Throwable cause) {
    return cause instanceof BusException known ? known : BUG.because(null);
  }

  /** The failure behind a wire code; an unknown one is a {@link #BUG}. */
  public static Failure of(int code) {
    return Arrays.stream(values()).filter(f -> f.code == code).findFirst().orElse(BUG);
  }
}
