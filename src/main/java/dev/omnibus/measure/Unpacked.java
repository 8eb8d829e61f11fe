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
  private final int end;
  private int at;

  public Unpacked(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Unpacked(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  public boolean hasMore() {
    return at < end;
  }

  public long number() {
    if (at < end && bytes[at] >= 0) {
      return bytes[at++];
    }
    return longer();
  }

  private long longer() {
    long number = 0;
    for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
      if (at == end) {
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
    return part().rest();
  }

  /** A blob where it stands, without a copy. */
  public Unpacked part() {
    return part(number());
  }

  /** So many bytes where they stand. */
  public Unpacked part(long length) {
    if (length < 0 || length > end - at) {
      throw new IllegalArgumentException("it ends within a text");
    }
    int from = at;
    at += (int) length;
    return new Unpacked(bytes, from, at);
  }

  /** All that was not read yet. */
  public byte[] rest() {
    return Arrays.copyOfRange(bytes, at, end);
  }
}
