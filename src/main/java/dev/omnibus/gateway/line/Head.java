package dev.omnibus.gateway.line;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** The head of a request as it is written. */
public final class Head {

  private static final int COLON_SPACE = ':' << 8 | ' ';
  private static final int LINE_END = '\r' << 8 | '\n';

  private final ByteBuf out;

  /**
   * @param start request line and what every request to that server says
   */
  Head(ByteBuf out, byte[] start) {
    this.out = out.writeBytes(start);
  }

  /** Fails with an IllegalArgumentException when the value would end the line. */
  public void add(String name, String value) {
    text(name);
    out.writeShort(COLON_SPACE);
    text(value);
    out.writeShort(LINE_END);
  }

  void end(int bodyLength) {
    text("content-length: ");
    text(Integer.toString(bodyLength));
    out.writeShort(LINE_END);
    out.writeShort(LINE_END);
  }

  private void text(String text) {
    ByteBufUtil.writeAscii(out, checked(text));
  }

  static String checked(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\t' || c == 0x7f) {
        throw new IllegalArgumentException("a control character in a header");
      }
    }
    return text;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
