package dev.omnibus.config.check;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * Shows {@code access.json} without the hashes of passwords and keys, and takes such a text back:
 * what is still {@code [hidden]} keeps its value. Everything else of the text, spaces included,
 * stays as somebody wrote it.
 */
public final class HiddenSecrets {

  static final String HIDDEN = "[hidden]";

  private record Secret(String pointer, String value, Place place) {}

  private HiddenSecrets() {}

  /** The text with each hash hidden. */
  public static String hide(String text) {
    return replace(text, (pointer, value) -> HIDDEN);
  }

  /**
   * The text with what is hidden put back from the text before. What was not there before stays
   * hidden, which the schema then refuses at its place.
   */
  public static String restore(String text, String before) {
    List<Secret> known = secrets(JsonDocument.read("", before));
    return replace(text, (pointer, value) -> value.equals(HIDDEN) ? of(known, pointer) : value);
  }

  private static String of(List<Secret> known, String pointer) {
    return known.stream()
        .filter(secret -> secret.pointer().equals(pointer))
        .map(Secret::value)
        .findFirst()
        .orElse(HIDDEN);
  }

  private static String replace(String text, BiFunction<String, String, String> young) {
    StringBuilder result = new StringBuilder(text);
    secrets(JsonDocument.read("", text)).stream()
        .sorted(Comparator.comparingInt((Secret s) -> s.place().start()).reversed())
        .forEach(
            s ->
                result.replace(
                    s.place().start(),
                    s.place().end(),
                    quoted(young.apply(s.pointer(), s.value()))));
    return result.toString();
  }

  private static String quoted(String value) {
    return io.vertx.core.json.Json.encode(value);
  }

  private static List<Secret> secrets(JsonDocument document) {
    List<Secret> secrets = new ArrayList<>();
    if (document.root() != null) {
      collect(document, "users", "password", secrets);
      collect(document, "keys", "sha256", secrets);
    }
    return secrets;
  }

  private static void collect(JsonDocument document, String kind, String key, List<Secret> into) {
    if (document.root().getValue(kind) instanceof JsonObject holders) {
      holders.fieldNames().stream()
          .filter(name -> holders.getValue(name) instanceof JsonObject)
          .map(name -> secret(document, kind, name, key, holders.getJsonObject(name)))
          .filter(Objects::nonNull)
          .forEach(into::add);
    }
  }

  private static Secret secret(
      JsonDocument document, String kind, String name, String key, JsonObject holder) {
    String pointer = Pointer.child(Pointer.child("/" + kind, name), key);
    return holder.getValue(key) instanceof String value
        ? new Secret(pointer, value, document.valuePlace(pointer))
        : null;
  }
}
