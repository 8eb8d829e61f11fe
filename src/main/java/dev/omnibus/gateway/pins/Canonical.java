package dev.omnibus.gateway.pins;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON as it means the same: members in order, no space between them. */
final class Canonical {

  private static final int BYTES = 16;

  private Canonical() {}

  /** What a definition means, whatever order and space its server chose. */
  static String digest(String definition) {
    return digestOfText(text(definition));
  }

  /** What is no JSON that can be read is taken as it stands. */
  private static String text(String definition) {
    try {
      return Json.encode(sorted(Json.decodeValue(definition)));
    } catch (DecodeException e) {
      return definition;
    }
  }

  private static Object sorted(Object value) {
    if (value instanceof JsonArray array) {
      List<Object> items = new ArrayList<>();
      array.forEach(item -> items.add(sorted(item)));
      return items;
    }
    if (value instanceof JsonObject object) {
      Map<String, Object> members = new TreeMap<>();
      object.forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
      return members;
    }
    return value;
  }

  static String digestOfText(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
