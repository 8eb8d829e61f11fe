package dev.omnibus.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Clock;
import java.util.Base64;

/**
 * Signs and opens tokens with HS256 and our secret. It knows no session: a token it opens may still
 * belong to one that ended.
 */
final class JwtSeal {

  private static final String ALGORITHM = "HS256";
  private static final int MAX_LENGTH = 4096;

  private final Vertx vertx;
  private final SigningSecret secret;
  private final Clock clock;
  private volatile JWTAuth auth;

  JwtSeal(Vertx vertx, SigningSecret secret, Clock clock) {
    this.vertx = vertx;
    this.secret = secret;
    this.clock = clock;
    this.auth = auth();
  }

  /** Agrees with the cluster on the secret. */
  Future<Void> sync() {
    return secret.sync().onSuccess(this::use).mapEmpty();
  }

  private void use(boolean another) {
    if (another) {
      auth = auth();
    }
  }

  private JWTAuth auth() {
    // Expiry is checked below, against our clock and without leeway.
    JWTOptions options = new JWTOptions().setAlgorithm(ALGORITHM).setIgnoreExpiration(true);
    Buffer bytes = Buffer.buffer(secret.bytes());
    PubSecKeyOptions key = new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(bytes);
    return JWTAuth.create(vertx, new JWTAuthOptions().setJWTOptions(options).addPubSecKey(key));
  }

  String sign(Claims claims) {
    return auth.generateToken(
        claims.toJson(), new JWTOptions().setAlgorithm(ALGORITHM).setNoTimestamp(true));
  }

  /** The claims of a token that is ours, of this type and not expired; else a {@link Refusal}. */
  Future<Claims> open(String token, Claims.Type type) {
    if (token.length() > MAX_LENGTH || !ALGORITHM.equals(algorithm(token))) {
      return refused(Refusal.FORGED);
    }
    // Within compose, because the library throws on claims of an odd type.
    return Future.succeededFuture(new TokenCredentials(token))
        .compose(auth::authenticate)
        .map(user -> user.attributes().getJsonObject("accessToken"))
        .map(Claims::fromJson)
        .recover(cause -> refused(Refusal.FORGED))
        .compose(claims -> check(claims, type));
  }

  private Future<Claims> check(Claims claims, Claims.Type type) {
    if (claims.type() != type) {
      return refused(type == Claims.Type.ACCESS ? Refusal.REFRESH_TOKEN : Refusal.ACCESS_TOKEN);
    }
    return clock.instant().isBefore(claims.expires())
        ? Future.succeededFuture(claims)
        : refused(Refusal.EXPIRED);
  }

  /** The header's word, read before the library sees the token; null when there is none. */
  private static String algorithm(String token) {
    int dot = token.indexOf('.');
    if (dot < 0) {
      return null;
    }
    try {
      byte[] header = Base64.getUrlDecoder().decode(token.substring(0, dot));
      return new JsonObject(Buffer.buffer(header)).getValue("alg") instanceof String word
          ? word
          : null;
    } catch (IllegalArgumentException | DecodeException e) {
      return null;
    }
  }

  private static Future<Claims> refused(Refusal refusal) {
    return Future.failedFuture(refusal.asException());
  }
}
