package dev.omnibus.gateway.pins;

/**
 * Characters that a person does not see and a model reads: controls, formats, marks of direction,
 * tags, variation selectors, private use. In them instructions can be hidden.
 */
final class Invisible {

  private Invisible() {}

  static boolean in(String text) {
    return text.codePoints().anyMatch(Invisible::is);
  }

  /** The same text with each of them written out: {@code [U+200B]}. */
  static String shown(String text) {
    if (!in(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (is(point)) {
                shown.append(String.format("[U+%04X]", point));
              } else {
                shown.appendCodePoint(point);
              }
            });
    return shown.toString();
  }

  private static boolean is(int point) {
    if (point == '\n' || point == '\t' || point == '\r') {
      return false;
    }
    if (isFiller(point) || isVariation(point)) {
      return true;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static boolean isFiller(int point) {
    return point == 0x034F
        || point == 0x115F
        || point == 0x1160
        || point == 0x2800
        || point == 0x3164
        || point == 0xFFA0
        || point == 0x00A0
        || point >= 0x2000 && point <= 0x200A;
  }

  /** The one after an emoji is harmless, and the others can carry a byte each. */
  private static boolean isVariation(int point) {
    return point >= 0xFE00 && point < 0xFE0F || point >= 0xE0100 && point <= 0xE01EF;
  }
}
