package dev.omnibus.bridge.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;

/**
 * Puts a client's deflated messages together and inflates them (RFC 7692, 7.2.2), within the limit
 * of any message; all others it passes on as they are. Of the reserved bits only the one that was
 * agreed upon may be set, and where a message begins.
 */
final class Inflation extends ChannelInboundHandlerAdapter {

  private static final int DEFLATED = 4;

  private final int maxBytes;
  private ByteArrayOutputStream parts;
  private boolean text;
  private boolean over;

  Inflation(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!over && message instanceof WebSocketFrame frame && concerns(frame)) {
      try {
        take(context, frame);
      } catch (CorruptedWebSocketFrameException broken) {
        over = true;
        parts = null;
        context.fireExceptionCaught(broken);
      } finally {
        frame.release();
      }
    } else {
      context.fireChannelRead(message);
    }
  }

  private boolean concerns(WebSocketFrame frame) {
    return frame.rsv() != 0 || parts != null && !isControl(frame);
  }

  private static boolean isControl(WebSocketFrame frame) {
    return !isFirst(frame) && !(frame instanceof ContinuationWebSocketFrame);
  }

  private static boolean isFirst(WebSocketFrame frame) {
    return frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
  }

  private void take(ChannelHandlerContext context, WebSocketFrame frame) {
    if (parts == null ? !isFirst(frame) || frame.rsv() != DEFLATED : frame.rsv() != 0) {
      throw broken(WebSocketCloseStatus.PROTOCOL_ERROR, "reserved bits are set");
    }
    if (parts == null) {
      parts = new ByteArrayOutputStream();
      text = frame instanceof TextWebSocketFrame;
    }
    add(frame.content());
    if (frame.isFinalFragment()) {
      byte[] deflated = parts.toByteArray();
      parts = null;
      ByteBuf whole = Unpooled.wrappedBuffer(Inflated.of(deflated, maxBytes));
      context.fireChannelRead(
          text ? new TextWebSocketFrame(whole) : new BinaryWebSocketFrame(whole));
    }
  }

  private void add(ByteBuf part) {
    if (parts.size() + part.readableBytes() > maxBytes) {
      throw broken(WebSocketCloseStatus.MESSAGE_TOO_BIG, CloseCode.TOO_LARGE.reason());
    }
    byte[] bytes = new byte[part.readableBytes()];
    part.getBytes(part.readerIndex(), bytes);
    parts.writeBytes(bytes);
  }

  static CorruptedWebSocketFrameException broken(WebSocketCloseStatus status, String why) {
    return new CorruptedWebSocketFrameException(status, why);
  }
}
