package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Packed;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Unpacked;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * All series of one server as few bytes: replica, tool, and a chunk for each metric, deflated. In
 * memory only, since metrics are told by their place in the enum.
 */
final class Bundle {

  private static final Metric[] METRICS = Metric.values();

  /** Less is not worth the trouble. */
  private static final int LEAST = 64;

  private final Packed bytes = new Packed(256);

  void add(SeriesKey key, Map<Metric, byte[]> chunks) {
    bytes.number(key.replica()).text(key.tool()).number(chunks.size());
    chunks.forEach((metric, chunk) -> bytes.number(metric.ordinal()).blob(chunk));
  }

  /** How long it is unpacked, or 0 for as it is, and then the bytes. */
  byte[] pack() {
    byte[] plain = bytes.toBytes();
    byte[] small = plain.length < LEAST ? plain : deflated(plain);
    return small.length >= plain.length
        ? new Packed(plain.length + 1).number(0).raw(plain).toBytes()
        : new Packed(small.length + 4).number(plain.length).raw(small).toBytes();
  }

  private static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] small = new byte[plain.length];
      int size = deflater.deflate(small);
      return deflater.finished() ? Arrays.copyOf(small, size) : plain;
    } finally {
      deflater.end();
    }
  }

  static void read(String server, byte[] packed, Minute.Visitor visitor) {
    Unpacked bytes = new Unpacked(plain(packed));
    while (bytes.hasMore()) {
      SeriesKey key = new SeriesKey(server, (int) bytes.number(), bytes.text());
      for (long left = bytes.number(); left > 0; left--) {
        visitor.series(key, METRICS[(int) bytes.number()], bytes.blob());
      }
    }
  }

  private static byte[] plain(byte[] packed) {
    Unpacked head = new Unpacked(packed);
    int length = (int) head.number();
    byte[] rest = head.rest();
    return length == 0 ? rest : inflated(rest, length);
  }

  private static byte[] inflated(byte[] small, int length) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(small);
      byte[] plain = new byte[length];
      int size = 0;
      while (size < length && !inflater.finished()) {
        size += inflater.inflate(plain, size, length - size);
      }
      return plain;
    } catch (DataFormatException e) {
      throw new IllegalStateException("what was packed here can't be unpacked", e);
    } finally {
      inflater.end();
    }
  }
}
