package dev.omnibus.tracing;

import java.nio.charset.StandardCharsets;

/** Sixteen lower case digits and the number that they stand for. */
final class Hex {

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

  private Hex() {}

  static void write(long value, byte[] to, int at) {
    long left = value;
    for (int i = 15; i >= 0; i--, left >>>= 4) {
      to[at + i] = DIGITS[(int) left & 0xf];
    }
  }

  static String text(long value) {
    byte[] text = new byte[16];
    write(value, text, 0);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Whether so many digits stand there; capital ones are none. */
  static boolean isHex(String text, int at, int count) {
    for (int i = at; i < at + count; i++) {
      if (digit(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The number that so many digits stand for, which are some. */
  static long read(String text, int at, int count) {
    long value = 0;
    for (int i = at; i < at + count; i++) {
      value = value << 4 | digit(text.charAt(i));
    }
    return value;
  }

  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }
}
