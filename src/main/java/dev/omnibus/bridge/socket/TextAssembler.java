package dev.omnibus.bridge.socket;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Puts the frames of a WebSocket message together, within a bound and only if they are UTF-8. Our
 * own, because the one of Vert.x leaves the TCP connection open when a message is too large.
 */
final class TextAssembler {

  private final int maxBytes;
  private Buffer parts = Buffer.buffer();

  TextAssembler(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether there is room for this frame; if not, the message is to be refused. */
  boolean fits(Buffer frame) {
    return (long) parts.length() + frame.length() <= maxBytes;
  }

  void add(Buffer frame) {
    parts.appendBuffer(frame);
  }

  /** The whole message, and starts the next; throws when it is no UTF-8. */
  String text() throws CharacterCodingException {
    ByteBuffer bytes = ByteBuffer.wrap(parts.getBytes());
    parts = Buffer.buffer();
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }
}
