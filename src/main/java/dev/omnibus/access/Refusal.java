package dev.omnibus.access;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import java.util.Locale;

/** Why somebody was not let in. The word is safe to show, to log and to publish. */
public enum Refusal {
  /** There was nothing to verify. */
  MISSING,
  /** The signature, the algorithm, the issuer or the audience is not ours. */
  FORGED,
  EXPIRED,
  /** A refresh token came where an access token was due. */
  REFRESH_TOKEN,
  /** An access token came where a refresh token was due. */
  ACCESS_TOKEN,
  /** The ticket was redeemed before, is too old or never was; nobody can tell these apart. */
  TICKET_USED,
  /** The session ended, by logout or because somebody used an old refresh token. */
  REVOKED,
  /** A refresh token came a second time. */
  REUSED,
  /** The user or key is blocked or no longer there. */
  BLOCKED,
  /** Wrong name, password or key; which of them, nobody is told. */
  CREDENTIALS,
  /** Too many attempts. */
  LIMITED,
  /** A browser page of another origin. */
  ORIGIN,
  /** A good token that lacks a scope which is needed here. */
  INSUFFICIENT_SCOPE;

  /** The word on the wire and in the log. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** This refusal as something to fail a future with; its message is the word. */
  public BusException asException() {
    return failure().because(word());
  }

  private Failure failure() {
    return switch (this) {
      case LIMITED -> Failure.LIMITED;
      case ORIGIN, INSUFFICIENT_SCOPE -> Failure.FORBIDDEN;
      case MISSING,
          FORGED,
          EXPIRED,
          REFRESH_TOKEN,
          ACCESS_TOKEN,
          TICKET_USED,
          REVOKED,
          REUSED,
          BLOCKED,
          CREDENTIALS ->
          Failure.UNAUTHENTICATED;
    };
  }
}
