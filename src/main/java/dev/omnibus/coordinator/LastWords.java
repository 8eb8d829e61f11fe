package dev.omnibus.coordinator;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.Printed;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * What a process wrote to standard error before it ended: "exited with 1" alone helps nobody. A
 * line that speaks of an error is kept before what follows it, which is mostly a stack trace.
 */
final class LastWords {

  private static final int LONGEST = 300;

  /** What was said longer ago than this has nothing to do with the end. */
  private static final Duration RECENT = Duration.ofSeconds(5);

  private final LongSupplier nanos;
  private final UnaryOperator<String> mask;
  private long heardAt;
  private String last;
  private String error;

  /**
   * @param nanos a clock that is never set, as {@link System#nanoTime}
   * @param mask hides the secrets of a text; asked only for what is shown
   */
  LastWords(LongSupplier nanos, UnaryOperator<String> mask) {
    this.nanos = nanos;
    this.mask = mask;
  }

  /** Hears what is printed before somebody else does. */
  Printed before(Printed next) {
    return new Printed() {
      @Override
      public void stderr(String line) {
        heard(line);
        next.stderr(line);
      }

      @Override
      public void stdout(String line) {
        next.stdout(line);
      }

      @Override
      public void note(String text) {
        next.note(text);
      }

      @Override
      public void leftOut(long lines) {
        next.leftOut(lines);
      }
    };
  }

  /** One line of standard error. */
  void heard(String line) {
    String text = line.strip();
    if (text.isEmpty()) {
      return;
    }
    forgetOld();
    heardAt = nanos.getAsLong();
    last = text;
    if (speaksOfAnError(text)) {
      error = text;
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
        ? McpException.of(trouble.kind(), trouble.getMessage() + ": " + shown(words))
        : trouble;
  }

  /** Hidden before it is cut: half of a secret is not known for one any more. */
  private String shown(String words) {
    String text = mask.apply(words);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
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
