package dev.omnibus.bench.bridge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A deflated frame as it was before; on the one thread of the load. */
final class Inflated {

  private static final byte[] TAIL = {0, 0, -1, -1};
  private static final Inflater INFLATER = new Inflater(true);
  private static final byte[] STEP = new byte[64 << 10];

  private Inflated() {}

  static byte[] of(byte[] a, int from, int length) throws IOException {
    byte[] all = Arrays.copyOfRange(a, from, from + length + TAIL.length);
    System.arraycopy(TAIL, 0, all, length, TAIL.length);
    INFLATER.reset();
    INFLATER.setInput(all);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (int size = INFLATER.inflate(STEP); size > 0; size = INFLATER.inflate(STEP)) {
        out.write(STEP, 0, size);
      }
    } catch (DataFormatException e) {
      throw new IOException(e);
    }
    return out.toByteArray();
  }
}
