package dev.omnibus.bridge.socket;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Texts made smaller, each for itself (RFC 7692, 7.2.1). A loop has one compressor for all its
 * sockets.
 */
final class Deflated {

  /** Less is hardly made smaller, and never by enough to be worth the time at the other end. */
  private static final int WORTH_IT = 200;

  /** An empty block ends what is flushed; the other side puts it back. */
  private static final int TAIL = 4;

  private static final FastThreadLocal<Deflater> DEFLATERS =
      new FastThreadLocal<>() {
        @Override
        protected Deflater initialValue() {
          return new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        }

        @Override
        protected void onRemoval(Deflater deflater) {
          deflater.end();
        }
      };

  private Deflated() {}

  /** The bytes deflated; null when they are better sent as they are. */
  static byte[] of(byte[] text, int from, int length) {
    if (length < WORTH_IT) {
      return null;
    }
    Deflater deflater = DEFLATERS.get();
    deflater.reset();
    deflater.setInput(text, from, length);
    byte[] out = new byte[length];
    int size = deflater.deflate(out, 0, length, Deflater.SYNC_FLUSH);
    return size < length ? Arrays.copyOf(out, size - TAIL) : null;
  }
}
