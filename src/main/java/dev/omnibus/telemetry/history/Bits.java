package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Packed;
import dev.omnibus.measure.Unpacked;

/**
 * A column of numbers that are not below zero, each in as many bits as the largest of them needs
 * above the least. Where one is much larger than the rest, seven bits a byte are fewer, and are
 * taken.
 */
final class Bits {

  /** Instead of a width: each number has the bytes that it needs. */
  private static final int OWN = 64;

  private static final int BYTE = 8;
  private static final int SEVEN = 7;

  private Bits() {}

  /** Writes so many of the numbers; how many is not written. */
  static void write(Packed into, long[] numbers, int size) {
    if (size == 0) {
      return;
    }
    long least = Long.MAX_VALUE;
    long most = 0;
    long own = 0;
    for (int i = 0; i < size; i++) {
      least = Math.min(least, numbers[i]);
      most = Math.max(most, numbers[i]);
      own += bytes(numbers[i]);
    }
    int width = width(most - least);
    if (own <= length(size, width)) {
      into.number(OWN);
      for (int i = 0; i < size; i++) {
        into.number(numbers[i]);
      }
    } else {
      into.number(width).number(least).raw(packed(numbers, size, least, width));
    }
  }

  private static int width(long number) {
    return Long.SIZE - Long.numberOfLeadingZeros(number);
  }

  private static int bytes(long number) {
    return Math.max(1, (width(number) + SEVEN - 1) / SEVEN);
  }

  private static long length(int size, int width) {
    return ((long) size * width + BYTE - 1) / BYTE;
  }

  private static byte[] packed(long[] numbers, int size, long least, int width) {
    byte[] bytes = new byte[(int) length(size, width)];
    long at = 0;
    for (int i = 0; i < size; i++) {
      long number = numbers[i] - least;
      for (int bit = 0; bit < width; ) {
        int within = (int) (at % BYTE);
        bytes[(int) (at / BYTE)] |= (byte) (number >>> bit << within);
        int taken = Math.min(BYTE - within, width - bit);
        bit += taken;
        at += taken;
      }
    }
    return bytes;
  }

  /** Reads so many as were written. */
  static void read(Unpacked from, long[] numbers, int size) {
    if (size == 0) {
      return;
    }
    int width = (int) from.number();
    if (width == OWN) {
      for (int i = 0; i < size; i++) {
        numbers[i] = from.number();
      }
      return;
    }
    long least = from.number();
    unpack(from.part(length(size, width)).rest(), numbers, size, least, width);
  }

  private static void unpack(byte[] bytes, long[] numbers, int size, long least, int width) {
    long at = 0;
    for (int i = 0; i < size; i++) {
      long number = 0;
      for (int bit = 0; bit < width; ) {
        int within = (int) (at % BYTE);
        int taken = Math.min(BYTE - within, width - bit);
        long some = (bytes[(int) (at / BYTE)] & 0xff) >>> within & (1 << taken) - 1;
        number |= some << bit;
        bit += taken;
        at += taken;
      }
      numbers[i] = least + number;
    }
  }
}
