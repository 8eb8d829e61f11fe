package dev.omnibus.health;

import dev.omnibus.model.ProbeSample;
import java.time.Duration;
import java.util.Locale;

/** What one probe says about a server, whatever state it is in. */
enum Verdict {
  GOOD,
  /** Answered, but later than this server should. */
  SLOW,
  /** Alive, and asking to be left alone for a while (429, or 503 with Retry-After). */
  BUSY,
  BAD,
  /** Alive, but a credential is missing. */
  AUTH,
  /** Alive, but we have no protocol version in common. */
  MISFIT,
  /** Nothing was learnt. */
  NEUTRAL;

  static Verdict of(ProbeSample sample, Duration slow) {
    return switch (sample.outcome()) {
      case ANSWERED -> isSlow(sample, slow) ? SLOW : GOOD;
      case AUTH_REQUIRED -> AUTH;
      case INCOMPATIBLE -> MISFIT;
      case NOT_LINKED -> NEUTRAL;
      case HTTP_STATUS -> isBusy(sample) ? BUSY : BAD;
      case REFUSED,
          UNREACHABLE,
          TLS,
          TIMEOUT,
          CLOSED,
          GARBAGE,
          TOO_LARGE,
          REDIRECT,
          SPAWN_FAILED,
          MISCONFIGURED,
          SESSION_EXPIRED ->
          BAD;
    };
  }

  private static boolean isSlow(ProbeSample sample, Duration slow) {
    return sample.latencyMs() != null && sample.latencyMs() > slow.toMillis();
  }

  private static boolean isBusy(ProbeSample sample) {
    String detail = sample.detail() == null ? "" : sample.detail().toLowerCase(Locale.ROOT);
    return detail.contains("429") || (detail.contains("503") && detail.contains("retry-after"));
  }
}
