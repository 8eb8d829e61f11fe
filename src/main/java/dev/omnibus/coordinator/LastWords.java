package dev.omnibus.coordinator;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What a process wrote to standard error before it ended: "exited with 1" alone helps nobody. A
 * line that speaks of an error is kept before what follows it, which is mostly a stack trace.
 */
final class LastWords {

  private static final int LONGEST = 300;

  /** What was said longer ago than this has nothing to do with the end. */
  private static final Duration RECENT = Duration.ofSeconds(5);

  private final LongSupplier nanos;
  private long heardAt;
  private String last;
  private String error;

  /**
   * @param nanos a clock that is never set, as {@link System#nanoTime}
   */
  LastWords(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** One line of standard error. */
  void heard(String line) {
    String text = line.strip();
    if (text.isEmpty()) {
      return;
    }
    forgetOld();
    heardAt = nanos.getAsLong();
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    last = cut;
    if (speaksOfAnError(text)) {
      error = cut;
    }
  }

  /** The same trouble with what the process said about it; then that is forgotten. */
  McpException explain(McpException trouble) {
    forgetOld();
    String words = error == null ? last : error;
    last = null;
    error = null;
    boolean ended = trouble.kind() == Kind.CLOSED || trouble.kind() == Kind.SPAWN_FAILED;
    return ended && words != null
        ? McpException.of(trouble.kind(), trouble.getMessage() + ": " + words)
        : trouble;
  }

  private void forgetOld() {
    if (nanos.getAsLong() - heardAt > RECENT.toNanos()) {
      last = null;
      error = null;
    }
  }

  private static boolean speaksOfAnError(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("error") || lower.contains("exception") || lower.contains("cannot");
  }
}
