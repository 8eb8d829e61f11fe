package dev.omnibus.measure;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link Packed} wrote, from its beginning; what is no such thing is an
 * IllegalArgumentException.
 */
public final class Unpacked {

  private static final int SEVEN = 0x7f;
  private static final int MOST_SHIFT = 63;

  private final byte[] bytes;
  private int at;

  public Unpacked(byte[] bytes) {
    this.bytes = bytes;
  }

  public boolean hasMore() {
    return at < bytes.length;
  }

  public long number() {
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

  public String text() {
    return new String(blob(), StandardCharsets.UTF_8);
  }

  public byte[] blob() {
    long length = number();
    if (length < 0 || length > bytes.length - at) {
      throw new IllegalArgumentException("it ends within a text");
    }
    int from = at;
    at += (int) length;
    return Arrays.copyOfRange(bytes, from, at);
  }

  /** All that was not read yet. */
  public byte[] rest() {
    return Arrays.copyOfRange(bytes, at, bytes.length);
  }
}
