package dev.omnibus.access;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of one issuer as they were fetched once (RFC 7517). A key verifies one algorithm that
 * fits its kind: a shared secret is never a key here, so that nobody signs with what is public.
 */
final class PublicKeys {

  private static final int MOST = 100;

  /** 2048 bits in base64url, without what rounding takes. */
  private static final int LEAST_MODULUS = 341;

  private record Kind(String type, String curve, List<String> parts) {}

  private static final Kind RSA = new Kind("RSA", null, List.of("n", "e"));
  private static final List<String> POINT = List.of("crv", "x", "y");

  private static final Map<String, Kind> ALGORITHMS =
      Map.of(
          "RS256", RSA,
          "RS384", RSA,
          "RS512", RSA,
          "PS256", RSA,
          "PS384", RSA,
          "PS512", RSA,
          "ES256", new Kind("EC", "P-256", POINT),
          "ES384", new Kind("EC", "P-384", POINT),
          "ES512", new Kind("EC", "P-521", POINT),
          "EdDSA", new Kind("OKP", "Ed25519", List.of("crv", "x")));

  private final List<JsonObject> keys;
  private final Map<String, JWTAuth> verifiers = new ConcurrentHashMap<>();

  /**
   * @param set {@code {"keys":[...]}}; keys of kinds that we do not use are left out
   */
  PublicKeys(JsonObject set) {
    JsonArray all = set.getJsonArray("keys");
    if (all.size() > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " keys");
    }
    keys =
        all.stream()
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .filter(PublicKeys::isUsable)
            .toList();
  }

  private static boolean isUsable(JsonObject key) {
    boolean weak =
        "RSA".equals(key.getValue("kty"))
            && !(key.getValue("n") instanceof String n && n.length() >= LEAST_MODULUS);
    Object use = key.getValue("use");
    return !weak && (use == null || use.equals("sig"));
  }

  /** Whether there is any algorithm of this name that we take. */
  static boolean takes(String algorithm) {
    return algorithm != null && ALGORITHMS.containsKey(algorithm);
  }

  /**
   * Who verifies a signature of this algorithm with this key; empty when there is no such key, or
   * when without a name it could be several.
   */
  Optional<JWTAuth> verifier(Vertx vertx, String id, String algorithm) {
    Kind kind = ALGORITHMS.get(algorithm);
    List<JsonObject> fit =
        keys.stream().filter(key -> fits(key, id, algorithm, kind)).limit(2).toList();
    return fit.size() == 1
        ? Optional.of(
            verifiers.computeIfAbsent(
                algorithm + " " + id, name -> make(vertx, fit.get(0), algorithm, kind)))
        : Optional.empty();
  }

  private static boolean fits(JsonObject key, String id, String algorithm, Kind kind) {
    Object meant = key.getValue("alg");
    return kind.type().equals(key.getValue("kty"))
        && (kind.curve() == null || kind.curve().equals(key.getValue("crv")))
        && (meant == null || meant.equals(algorithm))
        && (id == null || id.equals(key.getValue("kid")));
  }

  /** Of the public parts alone; time and audience are looked at elsewhere. */
  private static JWTAuth make(Vertx vertx, JsonObject key, String algorithm, Kind kind) {
    JsonObject pure = new JsonObject().put("kty", kind.type()).put("alg", algorithm);
    kind.parts().forEach(part -> pure.put(part, key.getString(part)));
    if (key.getValue("kid") instanceof String id) {
      pure.put("kid", id);
    }
    return JWTAuth.create(
        vertx,
        new JWTAuthOptions()
            .addJwk(pure)
            .setJWTOptions(new JWTOptions().setAlgorithm(algorithm).setIgnoreExpiration(true)));
  }
}
