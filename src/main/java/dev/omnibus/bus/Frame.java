package dev.omnibus.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * What travels between the ends of channels on two nodes: {@code [kind:1][number:4][value:4]
 * [length of id:2][id][rest]}.
 *
 * @param number counts the frames of one end from 1, so that a lost one is noticed
 * @param value bytes of the message behind a PIECE, or bytes of a CREDIT
 * @param rest the piece; the reason of a CLOSE; the list of a ROLL
 */
record Frame(Kind kind, int number, int value, String channel, Buffer rest) {

  /** What a frame is for. */
  enum Kind {
    PIECE,
    CREDIT,
    CLOSE,
    /** Which channels its sender holds open to the receiver, and how much it has sent on them. */
    ROLL
  }

  private static final Kind[] KINDS = Kind.values();
  private static final int HEAD = 11;

  Buffer toBuffer() {
    byte[] id = channel.getBytes(StandardCharsets.UTF_8);
    return Buffer.buffer(HEAD + id.length + rest.length())
        .appendByte((byte) kind.ordinal())
        .appendInt(number)
        .appendInt(value)
        .appendShort((short) id.length)
        .appendBytes(id)
        .appendBuffer(rest);
  }

  static Frame of(Buffer bytes) {
    int end = HEAD + bytes.getUnsignedShort(HEAD - 2);
    return new Frame(
        KINDS[bytes.getByte(0)],
        bytes.getInt(1),
        bytes.getInt(5),
        bytes.getString(HEAD, end),
        bytes.slice(end, bytes.length()));
  }
}
