package dev.omnibus.bridge.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Catches what a client says that did not wait for the handshake to end, which it must (RFC 6455,
 * 4.1).
 */
final class EarlyFrames extends ChannelInboundHandlerAdapter {

  private boolean came;

  boolean came() {
    return came;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    came = true;
    ReferenceCountUtil.release(message);
  }

  /** What is no frame came early, too, and so did what Vert.x took for another request. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    came = true;
  }
}
