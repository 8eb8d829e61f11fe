package dev.omnibus.bridge.socket;

import dev.omnibus.bus.Failure;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;

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

  /**
   * Another request, whole and valid or not. Its answer goes nowhere, but Vert.x is through with it
   * then, and so are its meters.
   */
  void another(HttpServerRequest request) {
    came = true;
    request.response().setStatusCode(Failure.BAD_REQUEST.code()).end();
  }

  /** What is no frame came early, too. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    came = true;
  }
}
