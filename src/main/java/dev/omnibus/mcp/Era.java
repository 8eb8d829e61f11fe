package dev.omnibus.mcp;

import java.util.Locale;

/** The two families of the protocol: with a handshake and sessions, and without. */
public enum Era {
  /** Revisions 2024-11-05 to 2025-11-25: initialize, sessions, ping. */
  LEGACY,
  /** Revision 2026-07-28: stateless, every request speaks for itself. */
  MODERN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
