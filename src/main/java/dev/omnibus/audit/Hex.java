package dev.omnibus.audit;

import java.util.HexFormat;

/** Hashes as text. */
final class Hex {

  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  static String of(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  static byte[] bytes(String text) {
    return FORMAT.parseHex(text);
  }
}
