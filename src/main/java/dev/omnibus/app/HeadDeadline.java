package dev.omnibus.app;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Drops a connection whose next request head has begun and does not end in time; the first one
 * begins with the connection. So nobody keeps connections open by saying a little now and then.
 * Between two requests, and while one is under way, it does not count.
 */
final class HeadDeadline extends ChannelInboundHandlerAdapter {

  private final long nanos;
  private Future<?> late;
  private boolean underWay;
  private boolean heard;

  private HeadDeadline(Duration time) {
    this.nanos = time.toNanos();
  }

  /** To be called when the connection was made. */
  static void hold(HttpConnection connection, Duration time) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
    pipeline.addAfter(decoder.name(), "head", new HeadDeadline(time));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    begin(context);
  }

  private void begin(ChannelHandlerContext context) {
    late = context.executor().schedule(() -> drop(context), nanos, TimeUnit.NANOSECONDS);
  }

  private static void drop(ChannelHandlerContext context) {
    context.close();
  }

  private void end() {
    if (late != null) {
      late.cancel(false);
      late = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    heard = true;
    if (message instanceof HttpRequest) {
      underWay = true;
      end();
    }
    if (message instanceof LastHttpContent) {
      underWay = false;
    }
    context.fireChannelRead(message);
  }

  /** Something was read; if nothing came of it, it is a part of a head. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!heard && !underWay && late == null) {
      partOfHead(context);
    }
    heard = false;
    context.fireChannelReadComplete();
  }

  private void partOfHead(ChannelHandlerContext context) {
    if (context.pipeline().context(HttpRequestDecoder.class) == null) {
      context.pipeline().remove(this); // it is a WebSocket now
    } else {
      begin(context);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    end();
  }
}
