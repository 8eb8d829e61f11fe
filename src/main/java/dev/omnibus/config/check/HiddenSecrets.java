package dev.omnibus.config.check;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Shows a configuration without the hashes of passwords and keys, and without what stands in clear
 * in {@code headers} and {@code env} of a server or is the store's password; a reference is no
 * secret. It takes such a text back: what is still {@code [hidden]} keeps its value. Everything
 * else of the text, spaces included, stays as somebody wrote it.
 */
public final class HiddenSecrets {

  static final String HIDDEN = "[hidden]";

  /** A reference, with the name of a scheme before it or without. */
  private static final Pattern REFERENCE =
      Pattern.compile("([A-Za-z-]{1,20} +)?\\$\\{(env|file):[^}]*}");

  private record Secret(String pointer, String value, Place place) {}

  private HiddenSecrets() {}

  /** The text with each secret hidden. */
  public static String hide(String text) {
    return replace(text, (pointer, value) -> HIDDEN);
  }

  /**
   * The text with what is hidden put back from the text before. What was not there before stays
   * hidden, see {@link #lost}.
   */
  public static String restore(String text, String before) {
    List<Secret> known = secrets(JsonDocument.read("", before));
    return replace(text, (pointer, value) -> value.equals(HIDDEN) ? of(known, pointer) : value);
  }

  /**
   * Where a text still says {@code [hidden]} instead of a secret of a server. What {@code
   * access.json} hides has a form, so that its schema refuses the word.
   */
  public static List<String> lost(String text) {
    return secrets(JsonDocument.read("", text)).stream()
        .filter(secret -> secret.value().equals(HIDDEN))
        .map(Secret::pointer)
        .filter(pointer -> pointer.startsWith("/mcpServers/") || pointer.startsWith("/store/"))
        .toList();
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
      ofStore(document, secrets);
      each(document.root(), "mcpServers", (name, server) -> ofServer(document, name, secrets));
    }
    return secrets;
  }

  private static void ofStore(JsonDocument document, List<Secret> into) {
    if (document.root().getValue("store") instanceof JsonObject store) {
      Secret password = secret(document, "/store", "password", store);
      if (password != null && !REFERENCE.matcher(password.value()).matches()) {
        into.add(password);
      }
    }
  }

  /** Whatever stands in clear is taken for a secret: nobody can tell a token from a word. */
  private static void ofServer(JsonDocument document, String name, List<Secret> into) {
    JsonObject server = document.root().getJsonObject("mcpServers").getJsonObject(name);
    String at = Pointer.child("/mcpServers", name);
    for (String part : List.of("headers", "env")) {
      if (server.getValue(part) instanceof JsonObject values) {
        values.fieldNames().stream()
            .map(key -> secret(document, Pointer.child(at, part), key, values))
            .filter(Objects::nonNull)
            .filter(secret -> !REFERENCE.matcher(secret.value()).matches())
            .forEach(into::add);
      }
    }
  }

  private static void collect(JsonDocument document, String kind, String key, List<Secret> into) {
    each(
        document.root(),
        kind,
        (name, holder) -> {
          Secret found = secret(document, Pointer.child("/" + kind, name), key, holder);
          if (found != null) {
            into.add(found);
          }
        });
  }

  private static void each(JsonObject root, String kind, BiConsumer<String, JsonObject> what) {
    if (root.getValue(kind) instanceof JsonObject holders) {
      for (String name : holders.fieldNames()) {
        if (holders.getValue(name) instanceof JsonObject holder) {
          what.accept(name, holder);
        }
      }
    }
  }

  private static Secret secret(JsonDocument document, String at, String key, JsonObject holder) {
    String pointer = Pointer.child(at, key);
    return holder.getValue(key) instanceof String value
        ? new Secret(pointer, value, document.valuePlace(pointer))
        : null;
  }
}
