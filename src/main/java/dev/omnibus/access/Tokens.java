package dev.omnibus.access;

import dev.omnibus.bus.BusException;
import dev.omnibus.config.IdentityConfig;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Gives, renews and verifies tokens. Every refusal is a {@link BusException} whose message is the
 * word of a {@link Refusal}.
 */
public final class Tokens {

  private final JwtSeal seal;
  private final Families families;
  private final Policy policy;
  private final IdentityConfig config;
  private final SecurityEvents events;
  private final Clock clock;

  Tokens(
      JwtSeal seal,
      Families families,
      Policy policy,
      IdentityConfig config,
      SecurityEvents events,
      Clock clock) {
    this.seal = seal;
    this.families = families;
    this.policy = policy;
    this.config = config;
    this.events = events;
    this.clock = clock;
  }

  /** Starts a session for somebody whose password or key was just verified. */
  public Future<TokenPair> begin(String user) {
    Instant now = clock.instant();
    String session = RandomText.of(16);
    String token = RandomText.of(16);
    Instant until = now.plus(config.refresh());
    return families
        .begin(new Family(session, user, 0, token, until, false))
        .onSuccess(ended -> ended.forEach(id -> events.revoked(user, id, "too_many")))
        .map(done -> pair(user, session, token, now));
  }

  /** Trades a refresh token for a new pair. A token that comes a second time ends its session. */
  public Future<TokenPair> refresh(String jwt) {
    return seal.open(jwt, Claims.Type.REFRESH).compose(this::known).compose(this::renew);
  }

  /** The caller behind an access token whose session goes on. */
  public Future<Caller> verifyAccess(String jwt) {
    return seal.open(jwt, Claims.Type.ACCESS)
        .map(claims -> new Caller(claims.user(), Set.of(), claims.session(), claims.expires()))
        .compose(this::recheck);
  }

  /** Whoever shows nothing; null unless the configuration has a role for it. */
  Caller anonymous() {
    Instant until = clock.instant().plus(config.access());
    return policy
        .rolesOf(Policy.NOBODY)
        .map(roles -> new Caller(Policy.NOBODY, roles, Policy.NOBODY, until))
        .orElse(null);
  }

  /** Ends the session of an access or refresh token on all nodes. */
  public Future<Void> end(String jwt) {
    return seal.open(jwt, Claims.Type.ACCESS)
        .recover(cause -> is(Refusal.REFRESH_TOKEN, cause) ? refreshClaims(jwt) : refused(cause))
        .compose(claims -> families.end(claims.session()).onSuccess(now -> ended(now, claims)))
        .mapEmpty();
  }

  private Future<Claims> refreshClaims(String jwt) {
    return seal.open(jwt, Claims.Type.REFRESH);
  }

  private static Future<Claims> refused(Throwable cause) {
    return Future.failedFuture(cause);
  }

  private static boolean is(Refusal refusal, Throwable cause) {
    return refusal.word().equals(cause.getMessage());
  }

  private void ended(boolean now, Claims claims) {
    if (now) {
      events.revoked(claims.user(), claims.session(), "logout");
    }
  }

  /** Ends all sessions of a user. */
  public Future<Void> endAll(String user) {
    return families.endAll(user);
  }

  /** Lets the nodes agree on the secret and the sessions; call it every half minute. */
  public Future<Void> sync() {
    return Future.join(seal.sync(), families.sync()).mapEmpty();
  }

  /** The same caller with the roles of now, if the proof and the session are still good. */
  public Future<Caller> recheck(Caller caller) {
    Optional<Set<String>> roles = policy.standing(caller);
    if (roles.isEmpty()) {
      return Future.failedFuture(Refusal.BLOCKED.asException());
    }
    if (!clock.instant().isBefore(caller.expires())) {
      return Future.failedFuture(Refusal.EXPIRED.asException());
    }
    Caller now = new Caller(caller.user(), roles.get(), caller.session(), caller.expires());
    return caller.session().equals(caller.user()) ? Future.succeededFuture(now) : inSession(now);
  }

  private Future<Caller> inSession(Caller caller) {
    return families
        .live(caller.session())
        .compose(
            live ->
                live
                    ? Future.succeededFuture(caller)
                    : Future.failedFuture(Refusal.REVOKED.asException()));
  }

  private Future<Claims> known(Claims claims) {
    return policy.rolesOf(claims.user()).isPresent()
        ? Future.succeededFuture(claims)
        : Future.failedFuture(Refusal.BLOCKED.asException());
  }

  private Future<TokenPair> renew(Claims claims) {
    Instant now = clock.instant();
    String young = RandomText.of(16);
    Family next =
        new Family(claims.session(), claims.user(), 0, young, now.plus(config.refresh()), false);
    return families
        .renew(claims.id(), next)
        .onFailure(cause -> tell(cause, claims))
        .map(done -> pair(claims.user(), claims.session(), young, now));
  }

  private void tell(Throwable cause, Claims claims) {
    if (is(Refusal.REUSED, cause)) {
      events.revoked(claims.user(), claims.session(), Refusal.REUSED.word());
    }
  }

  private TokenPair pair(String user, String session, String refreshId, Instant now) {
    Claims access =
        new Claims(
            user, Claims.Type.ACCESS, session, RandomText.of(16), now, now.plus(config.access()));
    Claims refresh =
        new Claims(user, Claims.Type.REFRESH, session, refreshId, now, now.plus(config.refresh()));
    return new TokenPair(seal.sign(access), seal.sign(refresh), config.access());
  }
}
