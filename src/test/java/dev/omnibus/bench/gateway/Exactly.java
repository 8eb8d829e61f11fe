package dev.omnibus.bench.gateway;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;

/** One HTTP answer of known length with a result that is one long text of one letter. */
final class Exactly {

  private static final int MARGIN = 512;

  private final StringBuilder begin = new StringBuilder();
  private long expected = -1;
  private long headLength;
  private long got;

  /** Whether all of it came; fails at the first byte that is none of it. */
  boolean take(Buffer chunk) {
    if (expected < 0) {
      begin.append(chunk.toString("ISO-8859-1"));
      int end = begin.indexOf("\r\n\r\n");
      if (end >= 0) {
        head(begin.substring(0, end).toLowerCase(Locale.ROOT), end + 4);
      }
    } else {
      onlyLetters(chunk);
    }
    got += chunk.length();
    return expected >= 0 && got == headLength + expected;
  }

  private void head(String head, int length) {
    int at = head.indexOf("content-length: ");
    if (!head.startsWith("http/1.1 200") || at < 0) {
      throw new IllegalStateException(head);
    }
    int stop = head.indexOf('\r', at);
    expected = Long.parseLong(head.substring(at + 16, stop < 0 ? head.length() : stop).trim());
    headLength = length;
  }

  /** But for the margins at both ends. */
  private void onlyLetters(Buffer chunk) {
    for (int i = 0; i < chunk.length(); i++) {
      long at = got + i - headLength;
      if (at > MARGIN && at < expected - MARGIN && chunk.getByte(i) != 'x') {
        throw new IllegalStateException("byte " + at + " is " + chunk.getByte(i));
      }
    }
  }

  long bytes() {
    return expected;
  }
}
