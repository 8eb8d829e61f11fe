package dev.omnibus.access;

import java.util.Collection;

/** A name, exact or ending in {@code *}; always anchored at the start. */
final class Glob {

  private Glob() {}

  static boolean matches(String glob, String text) {
    return glob.endsWith("*")
        ? text.startsWith(glob.substring(0, glob.length() - 1))
        : glob.equals(text);
  }

  static boolean matchesAny(Collection<String> globs, String text) {
    return globs.stream().anyMatch(glob -> matches(glob, text));
  }
}
