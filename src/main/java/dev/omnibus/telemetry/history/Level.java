package dev.omnibus.telemetry.history;

import dev.omnibus.config.HistoryConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * How fine history is kept. Each level is made of the one before it, block by block, and is a pure
 * function of that.
 */
enum Level {
  /** In memory only, in pieces of a minute. */
  SECONDS("1s", 1, 60),
  TENS("10s", 10, 60),
  MINUTES("1m", 60, 3_600),
  HOURS("1h", 3_600, 86_400);

  /** No block has more steps. */
  static final int MOST_STEPS = 60;

  private final String word;
  private final int step;
  private final int block;

  Level(String word, int step, int block) {
    this.word = word;
    this.step = step;
    this.block = block;
  }

  String word() {
    return word;
  }

  static Level of(String word) {
    return Arrays.stream(values())
        .filter(level -> level.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no level '" + word + "'"));
  }

  /** Seconds from one value to the next. */
  int step() {
    return step;
  }

  /** Seconds of one row. */
  int block() {
    return block;
  }

  String table() {
    return "history_" + word.toLowerCase(Locale.ROOT);
  }

  /** The one that this is made of. */
  Level finer() {
    return values()[ordinal() - 1];
  }

  /** The one that is made of this. */
  Level coarser() {
    return values()[ordinal() + 1];
  }

  /** How long it is kept. */
  Duration keep(HistoryConfig config) {
    return switch (this) {
      case SECONDS -> Duration.ofSeconds(Ring.LENGTH);
      case TENS -> config.tens();
      case MINUTES -> config.minutes();
      case HOURS -> config.hours();
    };
  }

  /** Where the block of a second begins. */
  long blockOf(long second) {
    return floor(second, block);
  }

  static long floor(long second, long width) {
    return Math.floorDiv(second, width) * width;
  }
}
