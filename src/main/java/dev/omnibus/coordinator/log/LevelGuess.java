package dev.omnibus.coordinator.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How grave a line of standard error is, by what loggers write: nothing else says it. What is
 * indented belongs to the line before it.
 */
final class LevelGuess {

  private static final int LOOKED_AT = 200;

  private static final String WORDS =
      "TRACE|DEBUG|VERBOSE|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|SEVERE|CRITICAL|CRIT|PANIC";

  /** {@code ERROR}, {@code [error]}, {@code error:} as a word of its own near the beginning. */
  private static final Pattern SAID =
      Pattern.compile(
          "(?<![\\w.-])(?:("
              + WORDS
              + ")(?![\\w-])|\\[((?i:"
              + WORDS
              + "))]|^((?i:"
              + WORDS
              + ")):)");

  /** {@code level=warn}, {@code "level":"warn"}. */
  private static final Pattern FIELD =
      Pattern.compile(
          "(?i)\\b(?:level|lvl|severity|levelname)\"?\\s*[=:]\\s*\"?(" + WORDS + ")\\b");

  private static final Pattern TROUBLE =
      Pattern.compile(
          "^(?:Traceback \\(most recent|Exception in thread|panic:|thread '.*' panicked"
              + "|(?:[\\w$.]+\\.)?\\w*(?:Error|Exception)\\b(?::|$))|^Uncaught ");

  private LogLevel last = LogLevel.INFO;

  LogLevel of(String text) {
    if (!text.isEmpty() && (text.charAt(0) == ' ' || text.charAt(0) == '\t')) {
      return last;
    }
    last = guess(text.length() <= LOOKED_AT ? text : text.substring(0, LOOKED_AT));
    return last;
  }

  private static LogLevel guess(String text) {
    if (TROUBLE.matcher(text).find()) {
      return LogLevel.ERROR;
    }
    for (Pattern pattern : new Pattern[] {FIELD, SAID}) {
      Matcher m = pattern.matcher(text);
      if (m.find()) {
        return LogLevel.like(word(m));
      }
    }
    return LogLevel.INFO;
  }

  private static String word(Matcher m) {
    for (int i = 1; i <= m.groupCount(); i++) {
      if (m.group(i) != null) {
        return m.group(i);
      }
    }
    throw new IllegalStateException("one group matched");
  }
}
