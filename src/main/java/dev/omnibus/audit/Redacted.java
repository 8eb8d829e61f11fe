package dev.omnibus.audit;

import dev.omnibus.model.SecretName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * What of a command may stand in the log: short words and numbers as they are; what may hold a
 * secret, or is long, as its digest, so that it can be recognised and not read.
 */
final class Redacted {

  /** What comes from somebody else, whatever stands in it. */
  private static final Set<String> FOREIGN =
      Set.of(
          "arguments",
          "argument",
          "content",
          "context",
          "canary",
          "definition",
          "text",
          "headers",
          "env");

  private static final int LONGEST = 300;

  private Redacted() {}

  static JsonObject of(JsonObject body) {
    JsonObject kept = new JsonObject();
    body.forEach(field -> kept.put(field.getKey(), value(field.getKey(), field.getValue())));
    return kept;
  }

  private static Object value(String key, Object value) {
    if (value == null || value instanceof Boolean) {
      return value;
    }
    String text = text(value);
    if (key.equals("definition") && value instanceof JsonObject entry) {
      return aimedAt(entry, digest(text));
    }
    boolean plain = !FOREIGN.contains(key) && !SecretName.is(key) && text.length() <= LONGEST;
    return plain ? plain(key, value) : digest(text);
  }

  /** What is within it may have a name of its own that says what it is. */
  private static Object plain(String key, Object value) {
    if (value instanceof JsonObject object) {
      return of(object);
    }
    if (value instanceof JsonArray array) {
      JsonArray kept = new JsonArray();
      array.forEach(one -> kept.add(value(key, one)));
      return kept;
    }
    return value;
  }

  private static String text(Object value) {
    if (value instanceof JsonObject object) {
      return object.encode();
    }
    return value instanceof JsonArray array ? array.encode() : value.toString();
  }

  /** Where a test goes is worth to be read; what a URL says beside host and port is not. */
  private static JsonObject aimedAt(JsonObject entry, JsonObject digest) {
    if (!(entry.getValue("url") instanceof String url)) {
      return digest;
    }
    try {
      URI uri = URI.create(url);
      return uri.getHost() == null
          ? digest
          : digest.put("at", uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
    } catch (IllegalArgumentException e) {
      return digest;
    }
  }

  private static JsonObject digest(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new JsonObject().put("sha256", Hex.of(hash)).put("bytes", bytes.length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
