package dev.omnibus.measure;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers and texts one after the other, each in as few bytes as it needs. */
public final class Packed {

  private static final int SEVEN = 0x7f;

  private byte[] bytes;
  private int size;

  public Packed(int expected) {
    bytes = new byte[expected];
  }

  /** One that is not below zero. */
  public Packed number(long number) {
    long rest = number;
    while ((rest & ~SEVEN) != 0) {
      put((byte) (rest & SEVEN | 0x80));
      rest >>>= 7;
    }
    return put((byte) rest);
  }

  public Packed text(String text) {
    return blob(text.getBytes(StandardCharsets.UTF_8));
  }

  public Packed blob(byte[] blob) {
    return number(blob.length).raw(blob);
  }

  public Packed raw(byte[] blob) {
    reserve(blob.length);
    System.arraycopy(blob, 0, bytes, size, blob.length);
    size += blob.length;
    return this;
  }

  private Packed put(byte one) {
    reserve(1);
    bytes[size++] = one;
    return this;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, size + size / 2 + 8));
    }
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
