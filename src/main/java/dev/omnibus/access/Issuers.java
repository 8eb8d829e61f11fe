package dev.omnibus.access;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.IssuerSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Verifies access tokens of others (RFC 9068, RFC 8725): signature by a key of the issuer, then who
 * issued it, for whom, and for how long. What it makes of them is a caller with the roles that the
 * configuration gives to the token's claims.
 */
final class Issuers {

  private static final long LEEWAY_SECONDS = 30;
  private static final int MAX_NAME = 200;
  private static final String ALL = "/mcp";

  private final Vertx vertx;
  private final Supplier<AccessConfig> access;
  private final Clock clock;
  private final JwksClient client;
  private final Map<URI, KeyRing> rings = new ConcurrentHashMap<>();

  Issuers(Vertx vertx, Supplier<AccessConfig> access, Clock clock) {
    this.vertx = vertx;
    this.access = access;
    this.clock = clock;
    this.client = new JwksClient(vertx);
  }

  /** Whether this token says that it comes from one of them. */
  boolean isOne(String token) {
    return !access.get().issuers().isEmpty() && Jws.of(token).flatMap(this::issuer).isPresent();
  }

  private Optional<IssuerSpec> issuer(Jws token) {
    String says = token.text("iss");
    return access.get().issuers().values().stream()
        .filter(spec -> spec.issuer().equals(says))
        .findFirst();
  }

  /**
   * The caller behind a token; fails with a {@link Refusal}, or with UNAVAILABLE when the issuer's
   * keys cannot be had.
   *
   * @param path what is asked for; a token may be meant for one server alone
   */
  Future<Caller> verify(String token, String path) {
    Jws jws = Jws.of(token).orElse(null);
    IssuerSpec spec = jws == null ? null : issuer(jws).orElse(null);
    if (spec == null || !jws.isPlain() || !PublicKeys.takes(jws.algorithm())) {
      return Future.failedFuture(Refusal.FORGED.asException());
    }
    return ring(spec)
        .verifier(jws.keyId(), jws.algorithm())
        .compose(verifier -> signed(verifier, token))
        .compose(good -> caller(spec, jws, path));
  }

  private KeyRing ring(IssuerSpec spec) {
    return rings.computeIfAbsent(
        spec.jwks(), from -> new KeyRing(vertx, spec.name(), () -> client.fetch(from), clock));
  }

  private static Future<Void> signed(JWTAuth verifier, String token) {
    // Within compose, because the library throws on what is odd.
    return Future.succeededFuture(new TokenCredentials(token))
        .compose(verifier::authenticate)
        .recover(cause -> Future.failedFuture(Refusal.FORGED.asException()))
        .mapEmpty();
  }

  private Future<Caller> caller(IssuerSpec spec, Jws token, String path) {
    Refusal refusal = refusal(spec, token, path);
    if (refusal != null) {
      return Future.failedFuture(refusal.asException());
    }
    String user = Policy.ISSUED + spec.name() + ":" + token.text(spec.user());
    Instant until = Instant.ofEpochSecond(token.seconds("exp").longValue() + LEEWAY_SECONDS);
    return Future.succeededFuture(new Caller(user, roles(spec, token), user, until));
  }

  private Refusal refusal(IssuerSpec spec, Jws token, String path) {
    double now = clock.instant().getEpochSecond();
    Double expires = token.seconds("exp");
    Double from = token.seconds("nbf");
    if (expires == null || !isName(token.text(spec.user())) || !isMeantFor(spec, token, path)) {
      return Refusal.FORGED;
    }
    if (now >= expires + LEEWAY_SECONDS) {
      return Refusal.EXPIRED;
    }
    if (from != null && now < from - LEEWAY_SECONDS) {
      return Refusal.FORGED;
    }
    Set<String> scopes = new HashSet<>(token.words("scope"));
    scopes.addAll(token.words("scp"));
    return scopes.containsAll(spec.scopes()) ? null : Refusal.INSUFFICIENT_SCOPE;
  }

  private static boolean isName(String user) {
    return user != null
        && !user.isBlank()
        && user.length() <= MAX_NAME
        && user.chars().noneMatch(Character::isISOControl);
  }

  /** One of the configured audiences, or the address of what is asked for (RFC 8707). */
  private boolean isMeantFor(IssuerSpec spec, Jws token, String path) {
    Object said = token.claims().getValue("aud");
    List<?> audiences = said instanceof JsonArray all ? all.getList() : List.of();
    if (said instanceof String one) {
      audiences = List.of(one);
    }
    String url = access.get().url();
    boolean ours = url != null && path != null && (path.equals(ALL) || path.startsWith(ALL + "/"));
    return audiences.stream()
        .anyMatch(
            audience ->
                spec.audience().contains(audience)
                    || ours && (audience.equals(url + ALL) || audience.equals(url + path)));
  }

  private static Set<String> roles(IssuerSpec spec, Jws token) {
    Set<String> roles = new HashSet<>(spec.always());
    token
        .words(spec.claim())
        .forEach(word -> roles.addAll(spec.map().getOrDefault(word, List.of())));
    return roles;
  }
}
