package dev.omnibus.model;

import java.util.Collection;

/** A name, exact or ending in {@code *}; always anchored at the start. */
public final class Glob {

  private Glob() {}

  public static boolean matches(String glob, String text) {
    return glob.endsWith("*")
        ? text.regionMatches(0, glob, 0, glob.length() - 1)
        : glob.equals(text);
  }

  public static boolean matchesAny(Collection<String> globs, String text) {
    for (String glob : globs) {
      if (matches(glob, text)) {
        return true;
      }
    }
    return false;
  }
}
