package dev.omnibus.app.terminal;

/** Text for a terminal. What comes from servers never reaches it raw. */
final class Printable {

  private Printable() {}

  /** Characters that a terminal obeys stand there as JSON escapes them. */
  static String of(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(clean, c));
    return clean.toString();
  }

  private static void append(StringBuilder clean, int character) {
    if (Character.isISOControl(character) || Character.getType(character) == Character.FORMAT) {
      for (char unit : Character.toChars(character)) {
        clean.append("\\u%04x".formatted((int) unit));
      }
    } else {
      clean.appendCodePoint(character);
    }
  }
}
