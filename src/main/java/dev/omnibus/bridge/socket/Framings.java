package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Parcel.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Packets as the bytes of WebSocket text frames (RFC 6455, section 5), which a server sends
 * unmasked and so the same to everybody.
 */
final class Framings {

  /** A frame each. */
  static final Framing RAW = Framings::raw;

  /** One SockJS frame, {@code a["...","..."]}, for all. */
  static final Framing SOCKJS = Framings::sockJs;

  /** The same, each message deflated where that makes it smaller. */
  static final Framing RAW_DEFLATED = Framings::rawDeflated;

  static final Framing SOCKJS_DEFLATED = Framings::sockJsDeflated;

  private static final int FINAL = 0x80;
  private static final int DEFLATED = 0x40;
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int MOST_REASON = 123;
  private static final int MOST_PAYLOAD = 64 << 10;
  private static final int MOST_HEADER = 10;

  private Framings() {}

  private static ByteBuf raw(List<Packet> packets) {
    int size = packets.stream().mapToInt(packet -> framed(packet.plain().length)).sum();
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(size);
    packets.forEach(packet -> message(out, TEXT, packet.plain(), 0, packet.plain().length));
    return out;
  }

  private static ByteBuf sockJs(List<Packet> packets) {
    int size = 2 + packets.stream().mapToInt(packet -> packet.quoted().length + 1).sum();
    if (size > MOST_PAYLOAD) {
      return large(packets, size);
    }
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(framed(size));
    return array(head(out, FINAL | TEXT, size), packets);
  }

  private static ByteBuf rawDeflated(List<Packet> packets) {
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer();
    packets.forEach(packet -> smallest(out, packet.plain(), 0, packet.plain().length));
    return out;
  }

  private static ByteBuf sockJsDeflated(List<Packet> packets) {
    ByteBuf array = array(PooledByteBufAllocator.DEFAULT.heapBuffer(), packets);
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer();
    smallest(out, array.array(), array.arrayOffset(), array.readableBytes());
    array.release();
    return out;
  }

  /** A message, deflated if that makes it smaller. */
  static void smallest(ByteBuf out, byte[] text, int from, int length) {
    byte[] deflated = Deflated.of(text, from, length);
    if (deflated == null) {
      message(out, TEXT, text, from, length);
    } else {
      message(out, DEFLATED | TEXT, deflated, 0, deflated.length);
    }
  }

  private static ByteBuf array(ByteBuf out, List<Packet> packets) {
    out.writeByte('a');
    char before = '[';
    for (Packet packet : packets) {
      out.writeByte(before).writeBytes(packet.quoted());
      before = ',';
    }
    return out.writeByte(']');
  }

  private static ByteBuf large(List<Packet> packets, int size) {
    ByteBuf array = array(PooledByteBufAllocator.DEFAULT.heapBuffer(size), packets);
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(framed(array.readableBytes()));
    message(out, TEXT, array.array(), array.arrayOffset(), array.readableBytes());
    array.release();
    return out;
  }

  private static int framed(int size) {
    return size + MOST_HEADER * (size / MOST_PAYLOAD + 1);
  }

  /** In fragments, for there are clients that take no larger frame, those of Vert.x among them. */
  private static void message(ByteBuf out, int first, byte[] text, int from, int length) {
    int kind = first;
    int left = length;
    do {
      int size = Math.min(left, MOST_PAYLOAD);
      head(out, size == left ? FINAL | kind : kind, size);
      out.writeBytes(text, from + length - left, size);
      left -= size;
      kind = CONTINUATION;
    } while (left > 0);
  }

  /** Any text in a frame of its own. */
  static ByteBuf text(String text) {
    return frame(FINAL | TEXT, text);
  }

  static ByteBuf ping() {
    return frame(FINAL | PING, "omnibus");
  }

  /** The answer to a ping with this payload. */
  static ByteBuf pong(ByteBuf payload) {
    int size = payload.readableBytes();
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(size + MOST_HEADER);
    return head(out, FINAL | PONG, size).writeBytes(payload);
  }

  /** Why a socket is closed (RFC 6455, 5.5.1); the reason is cut to what a control frame holds. */
  static ByteBuf close(int code, String reason) {
    byte[] all = reason.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = all.length > MOST_REASON ? Arrays.copyOf(all, MOST_REASON) : all;
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length + MOST_HEADER);
    return head(out, FINAL | CLOSE, bytes.length + 2).writeShort(code).writeBytes(bytes);
  }

  static ByteBuf closeEmpty() {
    return frame(FINAL | CLOSE, "");
  }

  private static ByteBuf frame(int kind, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length + MOST_HEADER);
    return head(out, kind, bytes.length).writeBytes(bytes);
  }

  private static ByteBuf head(ByteBuf out, int kind, int length) {
    out.writeByte(kind);
    if (length < 126) {
      return out.writeByte(length);
    }
    return length < 1 << 16
        ? out.writeByte(126).writeShort(length)
        : out.writeByte(127).writeLong(length);
  }
}
