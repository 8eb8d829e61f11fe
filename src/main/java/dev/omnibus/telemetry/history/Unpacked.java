package dev.omnibus.telemetry.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link Packed} wrote, from its beginning; what is no such thing is an
 * IllegalArgumentException.
 */
final class Unpacked {

  private static final int SEVEN = 0x7f;
  private static final int MOST_SHIFT = 63;

  private final byte[] bytes;
  private int at;

  Unpacked(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return at < bytes.length;
  }

  long number() {
    long number = 0;
    for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
      if (at == bytes.length) {
        throw new IllegalArgumentException("it ends within a number");
      }
      byte next = bytes[at++];
      number |= (long) (next & SEVEN) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number has too many bytes");
  }

  String text() {
    return new String(blob(), StandardCharsets.UTF_8);
  }

  byte[] blob() {
    long length = number();
    if (length < 0 || length > bytes.length - at) {
      throw new IllegalArgumentException("it ends within a text");
    }
    int from = at;
    at += (int) length;
    return Arrays.copyOfRange(bytes, from, at);
  }

  /** All that was not read yet. */
  byte[] rest() {
    return Arrays.copyOfRange(bytes, at, bytes.length);
  }
}
