package dev.omnibus.gateway.seen;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The W3C trace context header: {@code 00-<trace>-<span>-<flags>}. */
final class TraceParent {

  private static final Pattern VALID =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*");

  private static final int TRACE_END = 35;
  private static final int FLAGS = 52;

  private static final byte[] FRESH =
      ("00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-00").getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

  private TraceParent() {}

  /** The next span of the same trace; of a new one, not sampled, when there is none. */
  static String child(String parent) {
    byte[] child = FRESH.clone();
    if (parent != null && VALID.matcher(parent).matches()) {
      copy(parent, 2, TRACE_END, child);
      copy(parent, FLAGS, FLAGS + 3, child);
    } else {
      hex(child, 3);
      hex(child, 19);
    }
    hex(child, TRACE_END + 1);
    return new String(child, StandardCharsets.ISO_8859_1);
  }

  private static void copy(String text, int from, int to, byte[] into) {
    for (int i = from; i < to; i++) {
      into[i] = (byte) text.charAt(i);
    }
  }

  /** Sixteen digits, not all of them zero. */
  private static void hex(byte[] to, int at) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long value = random.nextLong();
    while (value == 0) {
      value = random.nextLong();
    }
    for (int i = 15; i >= 0; i--, value >>>= 4) {
      to[at + i] = DIGITS[(int) value & 0xf];
    }
  }
}
