package dev.omnibus.bridge.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;

/**
 * Holds the other side of a WebSocket to RFC 6455: texts are UTF-8 (8.1), also when a character is
 * split between fragments, close codes are such as may be sent (7.4), no bit is set that was not
 * agreed upon (5.2), no frame is larger than our limit. It closes, too (7.1), and waits for ever
 * neither for a close frame to leave to a client that does not read nor for that of the client.
 */
final class FrameRules extends Utf8FrameValidator {

  /** Is told how it ends; after either nothing is heard of the other side any more. */
  interface Listener {

    /** A rule is broken: the socket is to be closed with this. */
    void violated(int code, String reason);

    /** The other side closes, and was answered. */
    void left(int code, String reason);
  }

  private static final int NO_CODE = 1005;
  private final Listener listener;
  private boolean closing;
  private boolean over;

  private FrameRules(Listener listener) {
    super(false);
    this.listener = listener;
  }

  /** To be called before anything is read. */
  static void hold(Channel channel, int maxFrameBytes, boolean deflates, Listener listener) {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addAfter(Takeover.DECODER, "wsrules", new FrameRules(listener));
    if (deflates) {
      pipeline.addAfter(Takeover.DECODER, "wsinflation", new Inflation(maxFrameBytes));
    }
  }

  /** Says why, waits a little for the other side to say it too, and ends the connection. */
  static void close(Channel channel, int code, String reason) {
    FrameRules rules = channel.pipeline().get(FrameRules.class);
    if (rules != null && !rules.closing) {
      rules.closing = true;
      write(channel, Framings.close(code, reason));
      Ending.await(channel);
      if (rules.over) {
        rules.dropWhenSent(channel);
      }
    }
  }

  private static void write(Channel channel, ByteBuf frame) {
    Takeover.out(channel).writeAndFlush(frame, channel.voidPromise());
  }

  private void dropWhenSent(Channel channel) {
    Takeover.out(channel)
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(sent -> Ending.drop(channel));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (over || closing && !(message instanceof CloseWebSocketFrame)) {
      ReferenceCountUtil.release(message); // nobody hears it, and a ping is not answered any more
    } else if (message instanceof CloseWebSocketFrame close) {
      closed(context, close);
    } else {
      super.channelRead(context, message);
    }
  }

  private void closed(ChannelHandlerContext context, CloseWebSocketFrame close) {
    over = true;
    if (closing) {
      close.release();
      Ending.drop(context.channel());
    } else if (mayBeSent(close)) {
      leave(context.channel(), close);
    } else {
      close.release();
      listener.violated(WebSocketCloseStatus.PROTOCOL_ERROR.code(), "no such close code");
    }
  }

  /** It is answered with the same (5.5.1). */
  private void leave(Channel channel, CloseWebSocketFrame close) {
    boolean empty = close.content().readableBytes() == 0;
    int code = empty ? NO_CODE : close.content().getUnsignedShort(close.content().readerIndex());
    String reason = empty ? "" : close.reasonText();
    close.release();
    closing = true;
    write(channel, empty ? Framings.closeEmpty() : Framings.close(code, ""));
    Ending.await(channel);
    dropWhenSent(channel);
    listener.left(code, Mask.line(reason));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
    if (!(cause instanceof CorruptedWebSocketFrameException broken)) {
      Ending.drop(context.channel());
    } else if (!over) {
      over = true;
      listener.violated(broken.closeStatus().code(), Mask.line(broken.getMessage()));
      if (closing) {
        dropWhenSent(context.channel());
      }
    }
  }

  private static boolean mayBeSent(CloseWebSocketFrame close) {
    if (close.content().readableBytes() == 0) {
      return true;
    }
    int code = close.content().getUnsignedShort(close.content().readerIndex());
    return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || custom(code);
  }

  private static boolean custom(int code) {
    return code >= 3000 && code < 5000;
  }
}
