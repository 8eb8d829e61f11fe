package dev.omnibus.bridge.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/**
 * Holds the other side of a WebSocket to RFC 6455, where Vert.x by itself lets things pass: texts
 * are UTF-8 (8.1), also when a character is split between fragments, close codes are such as may be
 * sent (7.4), no bit is set that was not agreed upon (5.2), no frame is larger than our limit.
 * Whatever breaks a rule is an exception of the socket, which knows the close code.
 */
final class FrameRules extends Utf8FrameValidator {

  private static final String DECODER = "wsdecoder";

  private FrameRules() {
    super(false);
  }

  /** To be called as soon as the socket is upgraded, before anything is read from it. */
  static void hold(Channel channel, int maxFrameBytes) {
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(maxFrameBytes)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .build();
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.replace(DECODER, DECODER, new WebSocket13FrameDecoder(config));
    pipeline.addAfter(DECODER, "wsrules", new FrameRules());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof CloseWebSocketFrame close && !mayBeSent(close)) {
      close.release();
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.PROTOCOL_ERROR, "no such close code");
    }
    super.channelRead(context, message);
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
