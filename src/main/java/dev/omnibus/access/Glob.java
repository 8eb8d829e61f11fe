package dev.omnibus.access;

import java.util.Collection;

/** A name, exact or ending in {@code *}; always anchored at the start. */
final class Glob {

  private Glob() {}

  static boolean matches(String glob, String text) {
    return glob.endsWith("*")
        ? text.regionMatches(0, glob, 0, glob.length() - 1)
        : glob.equals(text);
  }

  static boolean matchesAny(Collection<String> globs, String text) {
    for (String glob : globs) {
      if (matches(glob, text)) {
        return true;
      }
    }
    return false;
  }
}
