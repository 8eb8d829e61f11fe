package dev.omnibus.gateway.line;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Makes of what Netty decodes what a line takes: a response's head, buffers that nobody has to
 * release, and the end.
 */
final class Pieces extends ChannelInboundHandlerAdapter {

  /** All of one response came. */
  static final Object END = new Object();

  private boolean ended;

  /** Whether the last response came to its end, though perhaps that waits to be taken. */
  boolean ended() {
    return ended;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof HttpObject part)) {
      context.fireChannelRead(message);
    } else if (part.decoderResult().isFailure()) {
      ReferenceCountUtil.release(message);
      context.fireExceptionCaught(
          new DecoderException("no HTTP response", part.decoderResult().cause()));
      context.close();
    } else {
      pass(context, part);
    }
  }

  private void pass(ChannelHandlerContext context, HttpObject part) {
    if (part instanceof HttpResponse) {
      ended = false;
      context.fireChannelRead(part);
    }
    if (part instanceof HttpContent content) {
      ByteBuf bytes = content.content();
      if (bytes.isReadable()) {
        context.fireChannelRead(BufferInternal.safeBuffer(bytes));
      } else {
        content.release();
      }
      if (part instanceof LastHttpContent) {
        ended = true;
        context.fireChannelRead(END);
      }
    }
  }
}
