package dev.omnibus.app;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Drops a connection whose next request head has begun and does not end in time; the first one
 * begins with the connection. So nobody keeps connections open by saying a little now and then.
 * Between two requests, and while one is answered, it does not count.
 */
final class HeadDeadline extends ChannelDuplexHandler {

  static final String NAME = "head";

  private final long nanos;
  private Future<?> late;
  private int unanswered;
  private boolean heard;

  private HeadDeadline(Duration time) {
    this.nanos = time.toNanos();
  }

  /** To be called when the connection was made. */
  static void hold(HttpConnection connection, Duration time) {
    hold(((ConnectionBase) connection).channel().pipeline(), time);
  }

  static void hold(ChannelPipeline pipeline, Duration time) {
    ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
    pipeline.addAfter(encoder.name(), NAME, new HeadDeadline(time));
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
      unanswered++;
      end();
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent && !isInterim(message)) {
      unanswered--;
    }
    context.write(message, promise);
  }

  /** {@code 100 Continue} and the like answer nothing. */
  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  /** Something was read; if nothing came of it, it is a part of a head. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!heard && unanswered <= 0 && late == null) {
      begin(context);
    }
    heard = false;
    context.fireChannelReadComplete();
  }

  /** Whoever takes the channel for frames takes this out, and no head comes any more. */
  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    end();
  }
}
