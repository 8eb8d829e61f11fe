package dev.omnibus.access;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A signed token before anybody looked at its signature: nothing in it is true yet. */
record Jws(JsonObject header, JsonObject claims) {

  private static final int MAX_LENGTH = 16 << 10;
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  /** Empty for what is no token in three parts. */
  static Optional<Jws> of(String token) {
    String[] parts = token.length() > MAX_LENGTH ? new String[0] : token.split("\\.", -1);
    if (parts.length != 3 || parts[2].isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Jws(json(parts[0]), json(parts[1])));
    } catch (IllegalArgumentException | DecodeException odd) {
      return Optional.empty();
    }
  }

  private static JsonObject json(String part) {
    return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(part)));
  }

  /** Whether the header asks for nothing that we would have to understand (RFC 7515, "crit"). */
  boolean isPlain() {
    return !header.containsKey("crit") && !header.containsKey("b64") && isAccessToken();
  }

  private boolean isAccessToken() {
    Object type = header.getValue("typ");
    return type == null
        || type instanceof String word && TYPES.contains(word.toLowerCase(Locale.ROOT));
  }

  String algorithm() {
    return headerText("alg");
  }

  /** Null when the token names no key. */
  String keyId() {
    return headerText("kid");
  }

  private String headerText(String name) {
    return header.getValue(name) instanceof String text ? text : null;
  }

  String text(String claim) {
    return claims.getValue(claim) instanceof String text ? text : null;
  }

  /** Seconds since 1970; null when it is absent or no number. */
  Double seconds(String claim) {
    return claims.getValue(claim) instanceof Number number ? number.doubleValue() : null;
  }

  /** The words of a claim, be they an array or one text with spaces; {@code a.b} goes deeper. */
  Set<String> words(String claim) {
    Object value = claims.getValue(claim);
    JsonObject holder = claims;
    String[] steps = claim.split("\\.");
    for (int i = 0; value == null && i < steps.length && holder != null; i++) {
      Object next = holder.getValue(steps[i]);
      holder = next instanceof JsonObject object ? object : null;
      value = i == steps.length - 1 ? next : null;
    }
    return words(value);
  }

  private static Set<String> words(Object value) {
    Stream<?> all =
        value instanceof JsonArray array
            ? array.stream()
            : value instanceof String text ? Arrays.stream(text.split(" ")) : Stream.empty();
    return all.filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
