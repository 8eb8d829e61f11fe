package dev.omnibus.mcp;

import java.util.Locale;

/** Which family of MCP revisions a server speaks; it does not know the exact revision. */
public enum Era {
  /** 2024-11-05 to 2025-11-25: initialize, sessions, ping. */
  LEGACY,
  /** 2026-07-28: stateless requests, server/discover. */
  MODERN;

  /** The word on the wire and in the dashboard. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the wire word. */
  public static Era of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
