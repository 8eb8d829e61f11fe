package dev.omnibus.mcp;

import java.util.List;

/** The protocol revisions we speak. */
public final class Revisions {
  public static final String MODERN = "2026-07-28";
  public static final String NEWEST_LEGACY = "2025-11-25";
  public static final List<String> LEGACY =
      List.of(NEWEST_LEGACY, "2025-06-18", "2025-03-26", "2024-11-05");

  private Revisions() {}
}
