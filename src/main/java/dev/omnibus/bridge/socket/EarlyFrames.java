package dev.omnibus.bridge.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.net.impl.VertxHandler;

/**
 * Catches frames of a client that did not wait for the handshake to end, which it must (RFC 6455,
 * 4.1). Vert.x would hand them to its HTTP side, which loses them and their memory.
 */
final class EarlyFrames extends ChannelInboundHandlerAdapter {

  private boolean came;

  private EarlyFrames() {}

  /** To be called before the upgrade. */
  static EarlyFrames watch(Channel channel) {
    EarlyFrames watch = new EarlyFrames();
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addBefore(pipeline.context(VertxHandler.class).name(), "wsearly", watch);
    return watch;
  }

  /** To be called when the upgrade is over, or failed; whether there were any. */
  boolean over(Channel channel) {
    if (channel.pipeline().context(this) != null) {
      channel.pipeline().remove(this);
    }
    return came;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof WebSocketFrame frame) {
      came = true;
      frame.release();
    } else {
      context.fireChannelRead(message);
    }
  }
}
