package dev.omnibus.harness;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A small authorization server with real keys, which can also be slow, odd or gone. */
public final class AuthorizationServer implements AutoCloseable {

  /** What it does when it is asked for its keys. */
  public enum Mood {
    WELL,
    SILENT,
    HUGE,
    ELSEWHERE,
    NO_JSON
  }

  public static final String RSA = "rsa-1";
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  public final AtomicInteger asked = new AtomicInteger();
  public volatile Mood mood = Mood.WELL;
  private final HttpServer server;
  private static final KeyPair RSA_PAIR = pair("RSA", 2048, null);
  private static final KeyPair EC_PAIR = pair("EC", 0, "secp256r1");
  private static final KeyPair ED_PAIR = pair("Ed25519", 0, null);
  private static final KeyPair TINY_PAIR = pair("RSA", 1024, null);
  private volatile JsonArray published;

  public AuthorizationServer(Vertx vertx) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    published = JsonArray.of(rsaKey(RSA), ecKey(), edKey(), weak(), shared());
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  public String jwks() {
    return issuer() + "/keys";
  }

  /** The claims of a good token; a test changes what it is about. */
  public JsonObject claims(String audience, Instant from) {
    long now = from.getEpochSecond();
    return new JsonObject()
        .put("iss", issuer())
        .put("aud", audience)
        .put("sub", "ann")
        .put("iat", now)
        .put("exp", now + 300)
        .put("scope", "mcp other")
        .put("groups", JsonArray.of("staff"));
  }

  /** Signs as its algorithm says. */
  public String token(String algorithm, String keyId, JsonObject claims) {
    return token(new JsonObject().put("alg", algorithm).put("kid", keyId), claims);
  }

  public String token(JsonObject header, JsonObject claims) {
    String signed = part(header) + "." + part(claims);
    try {
      return signed + "." + URL.encodeToString(signature(header.getString("alg"), bytes(signed)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** From now on this is the only key that it shows. */
  public void publishOnly(String rsaKeyId) {
    published = JsonArray.of(rsaKey(rsaKeyId));
  }

  private byte[] signature(String algorithm, byte[] text) throws GeneralSecurityException {
    return switch (algorithm) {
      case "RS256" -> sign(Signature.getInstance("SHA256withRSA"), RSA_PAIR.getPrivate(), text);
      case "PS256" -> {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        yield sign(pss, RSA_PAIR.getPrivate(), text);
      }
      case "ES256" ->
          sign(Signature.getInstance("SHA256withECDSAinP1363Format"), EC_PAIR.getPrivate(), text);
      case "EdDSA" -> sign(Signature.getInstance("Ed25519"), ED_PAIR.getPrivate(), text);
      case "HS256" -> {
        // The old trick: the public key as if it were a shared secret.
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(RSA_PAIR.getPublic().getEncoded(), "HmacSHA256"));
        yield mac.doFinal(text);
      }
      default -> new byte[] {1};
    };
  }

  private static byte[] sign(Signature signature, PrivateKey key, byte[] text)
      throws GeneralSecurityException {
    signature.initSign(key);
    signature.update(text);
    return signature.sign();
  }

  private void answer(HttpServerRequest request) {
    asked.incrementAndGet();
    String keys = new JsonObject().put("keys", published).encode();
    switch (mood) {
      case WELL -> request.response().putHeader("Content-Type", "application/json").end(keys);
      case HUGE -> request.response().end("{\"keys\":[],\"x\":\"" + "x".repeat(1 << 20) + "\"}");
      case ELSEWHERE -> request.response().setStatusCode(302).putHeader("Location", jwks()).end();
      case NO_JSON -> request.response().end("<html>keys</html>");
      case SILENT -> {
        // the other side has to give up
      }
    }
  }

  private JsonObject rsaKey(String id) {
    RSAPublicKey key = (RSAPublicKey) RSA_PAIR.getPublic();
    return new JsonObject()
        .put("kty", "RSA")
        .put("kid", id)
        .put("use", "sig")
        .put("n", unsigned(key.getModulus()))
        .put("e", unsigned(key.getPublicExponent()));
  }

  private JsonObject ecKey() {
    ECPublicKey key = (ECPublicKey) EC_PAIR.getPublic();
    return new JsonObject()
        .put("kty", "EC")
        .put("kid", "ec-1")
        .put("crv", "P-256")
        .put("x", URL.encodeToString(of(key.getW().getAffineX(), 32)))
        .put("y", URL.encodeToString(of(key.getW().getAffineY(), 32)));
  }

  private JsonObject edKey() {
    EdECPublicKey key = (EdECPublicKey) ED_PAIR.getPublic();
    byte[] point = new byte[32];
    byte[] y = of(key.getPoint().getY(), 32);
    for (int i = 0; i < 32; i++) {
      point[i] = y[31 - i];
    }
    if (key.getPoint().isXOdd()) {
      point[31] |= (byte) 0x80;
    }
    return new JsonObject()
        .put("kty", "OKP")
        .put("kid", "ed-1")
        .put("crv", "Ed25519")
        .put("x", URL.encodeToString(point));
  }

  /** Too short to be trusted. */
  private static JsonObject weak() {
    RSAPublicKey key = (RSAPublicKey) TINY_PAIR.getPublic();
    return new JsonObject()
        .put("kty", "RSA")
        .put("kid", "weak-1")
        .put("n", unsigned(key.getModulus()))
        .put("e", unsigned(key.getPublicExponent()));
  }

  /** What never belongs into a public set. */
  private JsonObject shared() {
    return new JsonObject()
        .put("kty", "oct")
        .put("kid", "shared-1")
        .put("alg", "HS256")
        .put("k", URL.encodeToString(RSA_PAIR.getPublic().getEncoded()));
  }

  private static KeyPair pair(String kind, int bits, String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (curve != null) {
        generator.initialize(new ECGenParameterSpec(curve));
      } else if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String unsigned(BigInteger number) {
    byte[] all = number.toByteArray();
    return URL.encodeToString(all[0] == 0 ? Arrays.copyOfRange(all, 1, all.length) : all);
  }

  private static byte[] of(BigInteger number, int length) {
    byte[] all = number.toByteArray();
    byte[] fixed = new byte[length];
    int take = Math.min(length, all.length);
    System.arraycopy(all, all.length - take, fixed, length - take, take);
    return fixed;
  }

  private static String part(JsonObject json) {
    return URL.encodeToString(bytes(json.encode()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}
