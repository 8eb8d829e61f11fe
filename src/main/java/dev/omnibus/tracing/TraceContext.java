package dev.omnibus.tracing;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which trace something belongs to, and which span of it: the {@code traceparent} of W3C, {@code
 * 00-<trace>-<span>-<flags>}.
 *
 * @param high first half of the trace's id
 * @param low second half; both are never zero together
 * @param span never zero
 * @param sampled whether who began it records it
 */
public record TraceContext(long high, long low, long span, boolean sampled) {

  private static final int LENGTH = 55;
  private static final int TRACE = 3;
  private static final int SPAN = 36;
  private static final int FLAGS = 53;

  /** Of a new trace, which nobody records. */
  public static TraceContext fresh() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new TraceContext(random.nextLong(), nonZero(random), nonZero(random), false);
  }

  private static long nonZero(ThreadLocalRandom random) {
    long value = random.nextLong();
    while (value == 0) {
      value = random.nextLong();
    }
    return value;
  }

  /** Null for what is no such context; what a later version adds behind it is left out. */
  public static TraceContext parse(String text) {
    if (text == null || text.length() < LENGTH || !isFormed(text)) {
      return null;
    }
    long high = Hex.read(text, TRACE, 16);
    long low = Hex.read(text, TRACE + 16, 16);
    long span = Hex.read(text, SPAN, 16);
    boolean empty = high == 0 && low == 0 || span == 0;
    boolean sampled = (Hex.read(text, FLAGS, 2) & 1) == 1;
    return empty ? null : new TraceContext(high, low, span, sampled);
  }

  private static boolean isFormed(String text) {
    boolean first = text.startsWith("00-");
    return (first ? text.length() == LENGTH : text.length() == LENGTH || text.charAt(LENGTH) == '-')
        && !text.startsWith("ff")
        && text.charAt(2) == '-'
        && text.charAt(SPAN - 1) == '-'
        && text.charAt(FLAGS - 1) == '-'
        && Hex.isHex(text, 0, 2)
        && Hex.isHex(text, TRACE, 32)
        && Hex.isHex(text, SPAN, 16)
        && Hex.isHex(text, FLAGS, 2);
  }

  /** Another span of the same trace. */
  public TraceContext at(long other) {
    return new TraceContext(high, low, other, sampled);
  }

  /** The trace's id, 32 digits. */
  public String trace() {
    return Hex.text(high) + Hex.text(low);
  }

  /** As it stands in a header. */
  public String text() {
    byte[] text = new byte[LENGTH];
    text[0] = '0';
    text[1] = '0';
    text[2] = '-';
    Hex.write(high, text, TRACE);
    Hex.write(low, text, TRACE + 16);
    text[SPAN - 1] = '-';
    Hex.write(span, text, SPAN);
    text[FLAGS - 1] = '-';
    text[FLAGS] = '0';
    text[FLAGS + 1] = (byte) (sampled ? '1' : '0');
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /**
   * The id of a span that belongs to another one: the same wherever it is asked, so that a span can
   * be named by who only hears of it.
   */
  static long derived(long span, int nth) {
    long mixed = span + nth * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    mixed ^= mixed >>> 31;
    return mixed == 0 ? 1 : mixed;
  }
}
