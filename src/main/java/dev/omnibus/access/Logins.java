package dev.omnibus.access;

import dev.omnibus.bus.BusException;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.IdentityConfig;
import dev.omnibus.config.PasswordHash;
import dev.omnibus.config.UserSpec;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Signs somebody in by password or key, a limited number of times a minute. */
public final class Logins {

  private static final int USERS_PER_ADDRESS = 5;

  private final Passwords passwords;
  private final Keys keys;
  private final Tokens tokens;
  private final Supplier<AccessConfig> access;
  private final RateLimit perUser;
  private final RateLimit perAddress;
  private final SecurityEvents events;
  private final Clock clock;

  Logins(
      Passwords passwords,
      Keys keys,
      Tokens tokens,
      Supplier<AccessConfig> access,
      IdentityConfig config,
      SecurityEvents events,
      Clock clock) {
    this.passwords = passwords;
    this.keys = keys;
    this.tokens = tokens;
    this.access = access;
    this.perUser = new RateLimit(config.loginPerMinute());
    this.perAddress = new RateLimit(config.loginPerMinute() * USERS_PER_ADDRESS);
    this.events = events;
    this.clock = clock;
  }

  /**
   * How long this address must wait before it may try this user again; empty when it may now, which
   * counts as a try.
   */
  public Optional<Duration> wait(String user, String remote) {
    return perAddress
        .take(remote, clock.instant())
        .or(() -> perUser.take(pair(user, remote), clock.instant()));
  }

  /** Fails with a {@link BusException}: UNAUTHENTICATED, or LIMITED when too many are waiting. */
  public Future<TokenPair> byPassword(String user, char[] password, String remote) {
    AccessConfig now = access.get();
    UserSpec spec = user.startsWith(Policy.KEY_PREFIX) ? null : now.users().get(user);
    boolean known = spec != null && !spec.blocked() && Passwords.isHash(spec.password());
    String hash = known ? spec.password() : Passwords.decoy(cost(now));
    return passwords
        .check(password, hash)
        .compose(right -> right && known && isStill(spec) ? enter(user, remote) : wrong());
  }

  /**
   * A check takes a while: who was blocked meanwhile has lost the sessions there were, not this.
   */
  private boolean isStill(UserSpec checked) {
    return checked.equals(access.get().users().get(checked.name()));
  }

  /**
   * Fails with a {@link BusException} UNAUTHENTICATED. A good key gives no try back: checking it
   * costs nothing, so only the limit keeps a program in a loop from filling the sessions.
   */
  public Future<TokenPair> byKey(String key, String remote) {
    return keys.userOf(key).map(user -> begin(user, "key", remote)).orElseGet(Logins::wrong);
  }

  private Future<TokenPair> enter(String user, String remote) {
    perUser.forget(pair(user, remote));
    perAddress.giveBack(remote);
    return begin(user, "password", remote);
  }

  private Future<TokenPair> begin(String user, String proof, String remote) {
    return tokens.begin(user).onSuccess(pair -> events.entered(user, proof, remote));
  }

  private static int cost(AccessConfig now) {
    return now.users().values().stream()
        .map(UserSpec::password)
        .filter(Passwords::isHash)
        .mapToInt(Passwords::costOf)
        .max()
        .orElse(PasswordHash.COST);
  }

  private static String pair(String user, String remote) {
    return remote + " " + user;
  }

  private static Future<TokenPair> wrong() {
    return Future.failedFuture(Refusal.CREDENTIALS.asException());
  }
}
