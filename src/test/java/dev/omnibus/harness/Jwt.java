package dev.omnibus.harness;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens without the code under test, as somebody would who forges one. */
public final class Jwt {

  private Jwt() {}

  /** The bytes with which a node signs. */
  public static byte[] secretOf(NodeProcess node) throws IOException {
    Path file = node.data().resolve("secret");
    return Base64.getDecoder().decode(Files.readString(file).trim());
  }

  /** What a token says. */
  public static JsonObject claims(String token) {
    byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return new JsonObject(new String(json, StandardCharsets.UTF_8));
  }

  /** A token of HS256 that says this. */
  public static String signed(JsonObject claims, byte[] secret) throws GeneralSecurityException {
    String body = part("HS256") + "." + encoded(claims.encode());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return body + "." + encoded(mac.doFinal(body.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A token of no algorithm that says this. */
  public static String unsigned(JsonObject claims) {
    return part("none") + "." + encoded(claims.encode()) + ".";
  }

  private static String part(String algorithm) {
    return encoded(new JsonObject().put("typ", "JWT").put("alg", algorithm).encode());
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
