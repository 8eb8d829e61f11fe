package dev.omnibus.mcp.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts a byte stream into lines, never holding more than one line of the allowed length. Of a line
 * that is too long only its beginning is reported, at once, and the rest is passed over.
 */
final class LineSplitter {

  /** Hears the lines, on whatever thread feeds them. */
  interface Lines {

    void line(byte[] line);

    /** A line is too long; this is how it begins. */
    void tooLong(byte[] beginning);

    /**
     * A line that was too long is over.
     *
     * @param bytes how long it was
     * @param end its last bytes
     */
    default void passedOver(long bytes, byte[] end) {}

    /** A line is many times too long, and not over. Said once of each. */
    default void endless() {}
  }

  private static final int FIRST_SIZE = 512;

  /** Of a line that is too long, its beginning says enough; the whole would cost as much again. */
  private static final int BEGINNING_BYTES = 64 * 1024;

  private static final int END_BYTES = 256;

  /** So many times the allowed length is more than a mistake. */
  private static final int ENDLESS = 4;

  private final int maxBytes;
  private final Lines lines;
  private byte[] held = new byte[0];
  private int length;
  private boolean skipping;
  private long skipped;
  private byte[] last = new byte[0];

  LineSplitter(int maxBytes, Lines lines) {
    this.maxBytes = maxBytes;
    this.lines = lines;
  }

  void feed(ByteBuffer chunk) {
    int start = chunk.position();
    for (int i = start; i < chunk.limit(); i++) {
      if (chunk.get(i) == '\n') {
        take(chunk, start, i);
        endLine();
        start = i + 1;
      }
    }
    take(chunk, start, chunk.limit());
    chunk.position(chunk.limit());
  }

  /** The stream is over: what has no line end is a line too. */
  void end() {
    if (length > 0) {
      endLine();
    }
  }

  private void take(ByteBuffer chunk, int from, int to) {
    if (skipping) {
      skip(chunk, from, to);
      return;
    }
    int room = Math.min(to - from, maxBytes - length);
    grow(length + room);
    chunk.get(from, held, length, room);
    length += room;
    if (room < to - from) {
      tooLong();
      skip(chunk, from + room, to);
    }
  }

  private void tooLong() {
    skipping = true;
    skipped = length;
    last = Arrays.copyOfRange(held, Math.max(0, length - END_BYTES), length);
    lines.tooLong(Arrays.copyOf(held, Math.min(length, BEGINNING_BYTES)));
    drop();
  }

  private void skip(ByteBuffer chunk, int from, int to) {
    int count = to - from;
    int fresh = Math.min(count, END_BYTES);
    int old = Math.min(last.length, END_BYTES - fresh);
    byte[] end = new byte[old + fresh];
    System.arraycopy(last, last.length - old, end, 0, old);
    chunk.get(to - fresh, end, old, fresh);
    last = end;
    long limit = (long) ENDLESS * maxBytes;
    boolean crosses = skipped <= limit && skipped + count > limit;
    skipped += count;
    if (crosses) {
      lines.endless();
    }
  }

  private void endLine() {
    if (skipping) {
      skipping = false;
      lines.passedOver(skipped, last);
      last = new byte[0];
      return;
    }
    int end = length > 0 && held[length - 1] == '\r' ? length - 1 : length;
    byte[] bytes = Arrays.copyOf(held, end);
    drop();
    lines.line(bytes);
  }

  private void grow(int size) {
    if (size > held.length) {
      long doubled = Math.max(FIRST_SIZE, held.length * 2L);
      held = Arrays.copyOf(held, (int) Math.min(maxBytes, Math.max(size, doubled)));
    }
  }

  private void drop() {
    length = 0;
    if (held.length > 64 * 1024) {
      held = new byte[0];
    }
  }
}
