package dev.omnibus.bridge.socket;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a client deflated, as it was before (RFC 7692, 7.2.2). A loop has one for all its sockets.
 */
final class Inflated {

  private static final byte[] TAIL = {0, 0, -1, -1};
  private static final int STEP = 8 << 10;

  private static final FastThreadLocal<Inflater> INFLATERS =
      new FastThreadLocal<>() {
        @Override
        protected Inflater initialValue() {
          return new Inflater(true);
        }

        @Override
        protected void onRemoval(Inflater inflater) {
          inflater.end();
        }
      };

  private Inflated() {}

  /**
   * Ends with a {@link io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException} as
   * soon as it is known to be too much, or not deflated at all.
   */
  static byte[] of(byte[] deflated, int maxBytes) {
    byte[] all = Arrays.copyOf(deflated, deflated.length + TAIL.length);
    System.arraycopy(TAIL, 0, all, deflated.length, TAIL.length);
    Inflater inflater = INFLATERS.get();
    try {
      return inflated(inflater, all, maxBytes);
    } catch (DataFormatException e) {
      throw Inflation.broken(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "cannot be inflated");
    }
  }

  private static byte[] inflated(Inflater inflater, byte[] all, int maxBytes)
      throws DataFormatException {
    inflater.reset();
    inflater.setInput(all);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] step = new byte[STEP];
    while (true) {
      int size = inflater.inflate(step);
      if (out.size() + size > maxBytes) {
        throw Inflation.broken(WebSocketCloseStatus.MESSAGE_TOO_BIG, CloseCode.TOO_LARGE.reason());
      }
      out.write(step, 0, size);
      if (inflater.finished() && inflater.getRemaining() > 0) {
        again(inflater, all); // a client may end a stream and begin another one in a message
      } else if (size == 0) {
        return out.toByteArray();
      }
    }
  }

  private static void again(Inflater inflater, byte[] all) {
    int left = inflater.getRemaining();
    inflater.reset();
    inflater.setInput(all, all.length - left, left);
  }
}
