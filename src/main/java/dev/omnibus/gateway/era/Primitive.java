package dev.omnibus.gateway.era;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import java.math.BigDecimal;

/** A value of JSON as the text of a header. */
final class Primitive {

  private static final BigDecimal MAX_SAFE = BigDecimal.valueOf((1L << 53) - 1);

  /** A longer number is none that JavaScript could read. */
  private static final int MAX_DIGITS = 40;

  private Primitive() {}

  /** Null for what has no text: objects, arrays, null, and numbers out of range. */
  static String text(Envelope message, Span value) {
    String raw = message.raw(value);
    return switch (raw.charAt(0)) {
      case '"' -> message.text(value);
      case 't', 'f' -> raw;
      case '{', '[', 'n' -> null;
      default -> number(raw);
    };
  }

  private static String number(String raw) {
    if (raw.length() > MAX_DIGITS) {
      return null;
    }
    BigDecimal number = new BigDecimal(raw);
    // an exponent may ask for more digits than there is memory: look at it before they are written
    boolean small = Math.abs((long) number.scale()) <= MAX_DIGITS;
    return small && number.abs().compareTo(MAX_SAFE) <= 0
        ? number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString()
        : null;
  }
}
