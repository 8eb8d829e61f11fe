package dev.omnibus.demo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * A small PNG, a ring on a gradient, written by hand (PNG 1.2, ISO/IEC 15948): java.desktop would
 * double the process's memory for one picture.
 */
final class Picture {
  static final int SIZE = 96;

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private Picture() {}

  /** The picture in one colour, {@code hue} in degrees. */
  static byte[] png(int hue) {
    try {
      var out = new ByteArrayOutputStream();
      var png = new DataOutputStream(out);
      png.write(SIGNATURE);
      chunk(png, "IHDR", header());
      chunk(png, "IDAT", pixels(hue));
      chunk(png, "IEND", new byte[0]);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] header() throws IOException {
    var out = new ByteArrayOutputStream();
    var header = new DataOutputStream(out);
    header.writeInt(SIZE);
    header.writeInt(SIZE);
    header.write(new byte[] {8, 2, 0, 0, 0}); // 8 bits a channel, RGB, not interlaced
    return out.toByteArray();
  }

  private static byte[] pixels(int hue) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var deflated = new DeflaterOutputStream(out)) {
      for (int y = 0; y < SIZE; y++) {
        deflated.write(0); // this row is not filtered
        for (int x = 0; x < SIZE; x++) {
          double light = light(x, y);
          deflated.write(channel(hue, 0, light));
          deflated.write(channel(hue, 120, light));
          deflated.write(channel(hue, 240, light));
        }
      }
    }
    return out.toByteArray();
  }

  private static double light(int x, int y) {
    double fromMiddle = Math.hypot(x - SIZE / 2.0, y - SIZE / 2.0) / SIZE;
    boolean ring = fromMiddle > 0.26 && fromMiddle < 0.38;
    return ring ? 1 : 0.25 + 0.4 * y / SIZE;
  }

  private static int channel(int hue, int centre, double light) {
    double share = 0.5 + 0.5 * Math.cos(Math.toRadians(hue - centre));
    return (int) Math.round(255 * light * (0.25 + 0.75 * share));
  }

  private static void chunk(DataOutputStream png, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    png.writeInt(data.length);
    png.write(name);
    png.write(data);
    png.writeInt((int) sum.getValue());
  }
}
