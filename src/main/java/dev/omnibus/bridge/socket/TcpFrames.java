package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Parcel.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * The frames of the event-bus bridge over TCP: four bytes that say how long, the highest first, and
 * so many of JSON in UTF-8. What is longer than our limit, or no UTF-8, breaks the rules; so does
 * whatever an HTTP client says, since its first letters are a very large number.
 */
public final class TcpFrames {

  /** Something no client may send; carries the close code. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient CloseCode code;

    Broken(CloseCode code) {
      super(code.reason(), null, false, false);
      this.code = code;
    }

    CloseCode code() {
      return code;
    }
  }

  /** One frame after the other. */
  static final Framing FRAMING = TcpFrames::encode;

  private static final int PREFIX = 4;
  private final int maxBytes;
  private Buffer rest = Buffer.buffer();

  TcpFrames(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  private static ByteBuf encode(List<Packet> packets) {
    int size = packets.stream().mapToInt(packet -> PREFIX + packet.plain().length).sum();
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(size);
    packets.forEach(packet -> out.writeInt(packet.plain().length).writeBytes(packet.plain()));
    return out;
  }

  /** Takes what came, and hands over the messages that are whole by now. */
  void take(Buffer bytes, Consumer<String> reader) throws Broken {
    Buffer all = rest.length() == 0 ? bytes : rest.appendBuffer(bytes);
    int at = 0;
    while (all.length() - at >= PREFIX) {
      long length = all.getUnsignedInt(at);
      if (length > maxBytes) {
        throw new Broken(CloseCode.TOO_LARGE);
      }
      if (all.length() - at - PREFIX < length) {
        break;
      }
      int end = at + PREFIX + (int) length;
      reader.accept(text(all.getBytes(at + PREFIX, end)));
      at = end;
    }
    rest = all.getBuffer(at, all.length());
  }

  private static String text(byte[] bytes) throws Broken {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Broken(CloseCode.BAD_TEXT);
    }
  }
}
