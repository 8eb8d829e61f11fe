package dev.omnibus.config.check;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Shows a configuration without the hashes of passwords and keys, and without what stands in clear
 * in {@code headers}, {@code env}, {@code oauth}, {@code args} and {@code url} of a server, is the
 * store's password, or is shown to who receives metrics and traces; a reference is no secret. It
 * takes such a text back: what is still {@code [hidden]} keeps its value. Everything else of the
 * text, spaces included, stays as somebody wrote it.
 */
public final class HiddenSecrets {

  /** What stands in a secret's place. */
  public static final String HIDDEN = "[hidden]";

  /** Below these a secret that is still hidden is one that nobody knows any more. */
  private static final List<String> COME_BACK = List.of("/mcpServers/", "/store/", "/telemetry/");

  /** A reference, with the name of a scheme before it or without. */
  private static final Pattern REFERENCE =
      Pattern.compile("([A-Za-z-]{1,20} +)?\\$\\{(env|file):[^}]*}");

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
        .filter(pointer -> COME_BACK.stream().anyMatch(pointer::startsWith))
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
    return document.root() == null ? List.of() : new SecretSearch(text, document).all();
  }
}
