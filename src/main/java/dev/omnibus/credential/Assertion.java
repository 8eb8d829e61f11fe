package dev.omnibus.credential;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** A JWT by which a client proves that it holds a key (RFC 7523, {@code private_key_jwt}). */
final class Assertion {

  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
  private static final long LASTS_SECONDS = 60;

  private record Algorithm(String name, String signature) {}

  private Assertion() {}

  /**
   * Throws an IllegalArgumentException when the key is none that we can sign with.
   *
   * @param audience the authorization server
   */
  static String of(Client client, String audience, Instant now) {
    PrivateKey key = key(client.key());
    Algorithm algorithm = algorithm(key);
    JsonObject header = new JsonObject().put("alg", algorithm.name()).put("typ", "JWT");
    if (client.keyId() != null) {
      header.put("kid", client.keyId());
    }
    JsonObject claims =
        new JsonObject()
            .put("iss", client.id())
            .put("sub", client.id())
            .put("aud", audience)
            .put("jti", UUID.randomUUID().toString())
            .put("iat", now.getEpochSecond())
            .put("exp", now.getEpochSecond() + LASTS_SECONDS);
    String signed = part(header) + "." + part(claims);
    return signed + "." + URL.encodeToString(sign(key, algorithm, signed));
  }

  private static byte[] sign(PrivateKey key, Algorithm algorithm, String text) {
    try {
      Signature signature = Signature.getInstance(algorithm.signature());
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException cannot) {
      throw new IllegalArgumentException("'privateKey' cannot sign");
    }
  }

  private static Algorithm algorithm(PrivateKey key) {
    if (key instanceof ECKey curve) {
      return switch (curve.getParams().getOrder().bitLength()) {
        case 256 -> new Algorithm("ES256", "SHA256withECDSAinP1363Format");
        case 384 -> new Algorithm("ES384", "SHA384withECDSAinP1363Format");
        default -> throw new IllegalArgumentException("'privateKey' is of an unknown curve");
      };
    }
    return key.getAlgorithm().equals("RSA")
        ? new Algorithm("RS256", "SHA256withRSA")
        : new Algorithm("EdDSA", "Ed25519");
  }

  private static PrivateKey key(String pem) {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der(pem));
    for (String kind : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(spec);
      } catch (GeneralSecurityException another) {
        // the next kind then
      }
    }
    throw new IllegalArgumentException("'privateKey' is no RSA, EC or Ed25519 key in PKCS#8");
  }

  private static byte[] der(String pem) {
    try {
      return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    } catch (IllegalArgumentException odd) {
      throw new IllegalArgumentException("'privateKey' is no PEM");
    }
  }

  private static String part(JsonObject json) {
    return URL.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }
}
