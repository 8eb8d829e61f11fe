package dev.omnibus.coordinator.log;

import java.util.regex.Pattern;

/**
 * Makes a text of a server's harmless: one line, without the sequences and characters that a
 * terminal or an editor obeys or that deceive the eye. What coloured it is gone, all else is shown.
 */
final class Harmless {

  private static final String LINE_END = " \u23ce ";

  /** ECMA-48: control sequences, strings such as window titles, and the short ones. */
  private static final Pattern ESCAPES =
      Pattern.compile(
          "(?:\u001b\\[|\u009b)[0-?]*[ -/]*[@-~]"
              + "|\u001b[PX^_\\]][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\\\|\u009c)"
              + "|\u001b[ -/]*[0-Z\\\\^-~]");

  private Harmless() {}

  /** The very same text when there is nothing to do. */
  static String of(String text) {
    return isHarmless(text) ? text : cleaned(ESCAPES.matcher(text).replaceAll(""));
  }

  private static boolean isHarmless(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' || c > '~') && isObeyed(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isObeyed(char c) {
    return c != '\t'
        && (Character.isISOControl(c)
            || Character.getType(c) == Character.FORMAT
            || Character.getType(c) == Character.LINE_SEPARATOR
            || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
            || c == '\ufeff');
  }

  private static String cleaned(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean crlf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n') {
        clean.append(LINE_END);
      } else if (isObeyed(c) && !crlf) {
        clean.append("\\u%04x".formatted((int) c));
      } else if (!crlf) {
        clean.append(c);
      }
    }
    return clean.toString();
  }
}
