package dev.omnibus.model;

import java.util.Locale;

/** How loud an event is. The dashboard shows exactly these four. */
public enum Severity {
  INFO,
  WARNING,
  ERROR,
  CRITICAL;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the wire word; an unknown word is an {@link IllegalArgumentException}. */
  public static Severity of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
