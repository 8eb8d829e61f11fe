package dev.omnibus.tracing;

import java.util.Locale;

/** Why a trace is kept. */
public enum Kept {
  /** The agent records it too, or an operator made it. */
  ASKED,
  SAMPLED,
  SLOW,
  FAILED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing about it was remarkable. */
  public boolean isByChance() {
    return this == ASKED || this == SAMPLED;
  }
}
