package dev.omnibus.access;

/** Text of a stranger, made fit for one line of the log. */
final class LogText {

  private static final int MAX_LENGTH = 100;

  private LogText() {}

  static String of(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
    return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "..." : line;
  }
}
