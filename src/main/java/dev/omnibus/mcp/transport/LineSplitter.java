package dev.omnibus.mcp.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a byte stream into lines, never holding more than one line of the allowed length. Of a line
 * that is too long only its beginning is reported, at once, and the rest is skipped.
 */
final class LineSplitter {
  private static final int FIRST_SIZE = 512;

  /** Of a line that is too long, its beginning says enough; the whole would cost as much again. */
  private static final int PREFIX_BYTES = 64 * 1024;

  private final int maxBytes;
  private final Consumer<byte[]> line;
  private final Consumer<byte[]> tooLong;
  private byte[] held = new byte[0];
  private int length;
  private boolean skipping;

  LineSplitter(int maxBytes, Consumer<byte[]> line, Consumer<byte[]> tooLong) {
    this.maxBytes = maxBytes;
    this.line = line;
    this.tooLong = tooLong;
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
    if (skipping || from == to) {
      return;
    }
    int room = Math.min(to - from, maxBytes - length);
    grow(length + room);
    chunk.get(from, held, length, room);
    length += room;
    if (room < to - from) {
      skipping = true;
      tooLong.accept(Arrays.copyOf(held, Math.min(length, PREFIX_BYTES)));
      drop();
    }
  }

  private void endLine() {
    if (!skipping) {
      int end = length > 0 && held[length - 1] == '\r' ? length - 1 : length;
      byte[] bytes = Arrays.copyOf(held, end);
      drop();
      line.accept(bytes);
    }
    skipping = false;
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
