package dev.omnibus.mcp;

import java.util.Locale;

/** How a server is reached. */
public enum TransportKind {
  STDIO,
  HTTP,
  SSE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static TransportKind of(String word) {
    for (TransportKind kind : values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no such transport: " + word);
  }
}
