package dev.omnibus.gateway.seen;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The W3C trace context header: {@code 00-<trace>-<span>-<flags>}. */
final class TraceParent {

  private static final Pattern VALID =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*");

  private static final int TRACE_END = 35;
  private static final int FLAGS = 52;

  private TraceParent() {}

  /** The next span of the same trace; of a new one, not sampled, when there is none. */
  static String child(String parent) {
    return parent != null && VALID.matcher(parent).matches()
        ? "00" + parent.substring(2, TRACE_END) + "-" + hex() + parent.substring(FLAGS, FLAGS + 3)
        : "00-" + hex() + hex() + "-" + hex() + "-00";
  }

  private static String hex() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long value = random.nextLong();
    while (value == 0) {
      value = random.nextLong();
    }
    String text = Long.toHexString(value);
    return "0".repeat(16 - text.length()) + text;
  }
}
