package dev.omnibus.config.check;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Shows a configuration without the hashes of passwords and keys, and without what stands in clear
 * in {@code headers}, {@code env}, {@code oauth}, {@code args} and {@code url} of a server or is
 * the store's password; a reference is no secret. It takes such a text back: what is still {@code
 * [hidden]} keeps its value. Everything else of the text, spaces included, stays as somebody wrote
 * it.
 */
public final class HiddenSecrets {

  static final String HIDDEN = "[hidden]";

  /** A reference, with the name of a scheme before it or without. */
  private static final Pattern REFERENCE =
      Pattern.compile("([A-Za-z-]{1,20} +)?\\$\\{(env|file):[^}]*}");

  /**
   * A value that is a secret or holds one.
   *
   * @param raw as it stands in the text, quotes included
   * @param shown what is shown instead, quotes included
   * @param list pointer of the list that it is one of; null for what has a name
   * @param before in a list, what says what it is
   */
  private record Secret(
      String pointer, String raw, String shown, Place place, String list, String before) {

    boolean hides() {
      return !raw.equals(shown);
    }

    /** Whether this may be what somebody sees there. */
    boolean looksLike(Secret edited) {
      return shown.equals(edited.raw()) && before.equals(edited.before());
    }
  }

  private HiddenSecrets() {}

  /** Whether nothing of it stands in clear. */
  static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  /** The text with each secret hidden. */
  public static String hide(String text) {
    return replace(text, secrets(text), Secret::shown);
  }

  /**
   * The text with what is hidden put back from the text before. What was not there before, or was
   * changed around what is hidden, stays hidden, see {@link #lost}.
   */
  public static String restore(String text, String before) {
    List<Secret> known = secrets(before).stream().filter(Secret::hides).toList();
    return replace(
        text,
        secrets(text),
        edited -> edited.raw().contains(HIDDEN) ? of(known, edited) : edited.raw());
  }

  /** In a list it may have moved, when there is no doubt which one it is. */
  private static String of(List<Secret> known, Secret edited) {
    List<Secret> alike = known.stream().filter(secret -> secret.looksLike(edited)).toList();
    List<Secret> there =
        alike.stream().filter(secret -> secret.pointer().equals(edited.pointer())).toList();
    List<Secret> moved =
        alike.stream()
            .filter(secret -> secret.list() != null && secret.list().equals(edited.list()))
            .toList();
    List<Secret> meant = there.isEmpty() ? moved : there;
    return meant.size() == 1 ? meant.get(0).raw() : edited.raw();
  }

  /**
   * Where a text still says {@code [hidden]} instead of a secret of a server. What {@code
   * access.json} hides has a form, so that its schema refuses the word.
   */
  public static List<String> lost(String text) {
    return secrets(text).stream()
        .filter(secret -> secret.raw().contains(HIDDEN))
        .map(Secret::pointer)
        .filter(pointer -> pointer.startsWith("/mcpServers/") || pointer.startsWith("/store/"))
        .toList();
  }

  private static String replace(String text, List<Secret> secrets, Function<Secret, String> young) {
    StringBuilder result = new StringBuilder(text);
    secrets.stream()
        .sorted(Comparator.comparingInt((Secret s) -> s.place().start()).reversed())
        .forEach(s -> result.replace(s.place().start(), s.place().end(), young.apply(s)));
    return result.toString();
  }

  private static List<Secret> secrets(String text) {
    JsonDocument document = JsonDocument.read("", text);
    return document.root() == null ? List.of() : new Search(text, document).all();
  }

  /** All places of one text where a secret may stand. */
  private record Search(String text, JsonDocument document, List<Secret> found) {

    private static final List<String> HASHES = List.of("users/password", "keys/sha256");

    Search(String text, JsonDocument document) {
      this(text, document, new ArrayList<>());
    }

    List<Secret> all() {
      for (String hash : HASHES) {
        String[] steps = hash.split("/");
        each(steps[0], (at, holder) -> whole(at, steps[1], holder.getValue(steps[1])));
      }
      if (document.root().getValue("store") instanceof JsonObject store) {
        clear("/store", "password", store.getValue("password"));
      }
      each("mcpServers", this::server);
      return found;
    }

    private void each(String kind, BiConsumer<String, JsonObject> what) {
      if (document.root().getValue(kind) instanceof JsonObject holders) {
        for (String name : holders.fieldNames()) {
          if (holders.getValue(name) instanceof JsonObject holder) {
            what.accept(Pointer.child("/" + kind, name), holder);
          }
        }
      }
    }

    /** Whatever stands in clear is taken for a secret: nobody can tell a token from a word. */
    private void server(String at, JsonObject server) {
      for (String part : List.of("headers", "env")) {
        if (server.getValue(part) instanceof JsonObject values) {
          String there = Pointer.child(at, part);
          values.fieldNames().forEach(key -> clear(there, key, values.getValue(key)));
        }
      }
      if (server.getValue("oauth") instanceof JsonObject oauth) {
        String there = Pointer.child(at, "oauth");
        List.of("clientSecret", "privateKey")
            .forEach(key -> clear(there, key, oauth.getValue(key)));
        List.of("tokenUrl", "issuer").forEach(key -> address(there, key, oauth.getValue(key)));
      }
      address(at, "url", server.getValue("url"));
      if (server.getValue("urls") instanceof JsonArray urls) {
        for (int i = 0; i < urls.size(); i++) {
          address(Pointer.child(at, "urls"), "" + i, urls.getValue(i));
        }
      }
      if (server.getValue("args") instanceof JsonArray args) {
        arguments(Pointer.child(at, "args"), args);
      }
    }

    private void arguments(String at, JsonArray args) {
      List<String> texts = args.stream().map(String::valueOf).toList();
      List<String> shown = ClearText.arguments(texts);
      for (int i = 0; i < texts.size(); i++) {
        boolean same = texts.get(i).equals(shown.get(i)) && !texts.get(i).contains(HIDDEN);
        if (!same) {
          boolean whole = shown.get(i).equals(HIDDEN);
          add(at + "/" + i, shown.get(i), at, whole && i > 0 ? shown.get(i - 1) : "");
        }
      }
    }

    private void address(String at, String key, Object value) {
      if (value instanceof String text) {
        add(Pointer.child(at, key), ClearText.address(text));
      }
    }

    private void clear(String at, String key, Object value) {
      if (!(value instanceof String text && isReference(text))) {
        whole(at, key, value);
      }
    }

    private void whole(String at, String key, Object value) {
      if (value instanceof String || value instanceof Number) {
        add(Pointer.child(at, key), HIDDEN);
      }
    }

    private void add(String pointer, String shown) {
      add(pointer, shown, null, "");
    }

    private void add(String pointer, String shown, String list, String before) {
      Place place = document.valuePlace(pointer);
      String raw = text.substring(place.start(), place.end());
      String quoted = Json.encode(shown);
      boolean same = new JsonArray("[" + raw + "]").getValue(0).equals(shown);
      found.add(new Secret(pointer, raw, same ? raw : quoted, place, list, before));
    }
  }
}
