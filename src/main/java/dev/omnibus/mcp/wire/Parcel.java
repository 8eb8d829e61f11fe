package dev.omnibus.mcp.wire;

import io.vertx.core.buffer.Buffer;

/**
 * One message on a way between two nodes, with what it concerns: {@code [kind:1][flight:4]
 * [number:8][length of word:4][word][message]}.
 *
 * @param flight the request that it is about, by a number of the way; 0 for none
 * @param number see the kinds
 * @param word see the kinds; may be empty, never null
 * @param message may be empty, never null
 */
public record Parcel(Kind kind, int flight, long number, String word, Buffer message) {

  /** What a parcel is for. */
  public enum Kind {
    /** To the server: a request; the word is the trace context of the owner's part, or nothing. */
    REQUEST,
    /** To the server: a notification, or the answer to a request of the server. */
    POST,
    /** To the server: nobody waits any more; the word says why. */
    CANCEL,
    /** To the owner: number 1 when this way hears what is on nobody's account, else 0. */
    HEAR,
    /** To the owner: number 1 when a flight is to wait, 0 when it goes on. */
    HOLD,
    /** From the server: on account of the flight, or nobody's. */
    MESSAGE,
    /** From the server: the end of a flight. */
    RESPONSE,
    /** The end of a flight; number 1 when it may have been carried out, the word is JSON. */
    FAILED,
    /** The session at the server is another one: number counts them, the word describes it. */
    RENEWED
  }

  private static final Kind[] KINDS = Kind.values();
  private static final int HEAD = 17;
  private static final Buffer NOTHING = Buffer.buffer();

  public static Parcel of(Kind kind, int flight, Buffer message) {
    return new Parcel(kind, flight, 0, "", message);
  }

  public static Parcel of(Kind kind, int flight, long number, String word) {
    return new Parcel(kind, flight, number, word, NOTHING);
  }

  public Buffer toBuffer() {
    Buffer text = Buffer.buffer(word);
    return Buffer.buffer(HEAD + text.length() + message.length())
        .appendByte((byte) kind.ordinal())
        .appendInt(flight)
        .appendLong(number)
        .appendInt(text.length())
        .appendBuffer(text)
        .appendBuffer(message);
  }

  public static Parcel of(Buffer bytes) {
    int end = HEAD + bytes.getInt(HEAD - 4);
    return new Parcel(
        KINDS[bytes.getByte(0)],
        bytes.getInt(1),
        bytes.getLong(5),
        bytes.getString(HEAD, end),
        bytes.slice(end, bytes.length()));
  }
}
