package dev.omnibus.bridge.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.vertx.core.http.HttpServerRequest;

/** Says what it hears, through the frame handlers that every socket of the bridge goes through. */
final class EchoEar implements Ear {

  private final Channel channel;
  private final boolean deflates;

  private EchoEar(Channel channel, boolean deflates) {
    this.channel = channel;
    this.deflates = deflates;
  }

  static void open(HttpServerRequest request, int maxBytes, boolean compress) {
    boolean deflates = compress && Deflation.agree(request);
    Takeover.of(request, maxBytes, deflates)
        .onSuccess(
            taken -> {
              taken
                  .channel()
                  .pipeline()
                  .addAfter(Takeover.DECODER, "echo", new WebSocket13FrameEncoder(false));
              Intake.of(taken, maxBytes, deflates, new EchoEar(taken.channel(), deflates));
            });
  }

  @Override
  public void message(boolean text, ByteBuf payload) {
    if (text && deflates) {
      ByteBuf out = channel.alloc().buffer();
      Framings.smallest(out, ByteBufUtil.getBytes(payload), 0, payload.readableBytes());
      Takeover.out(channel).writeAndFlush(out);
    } else if (text) {
      channel.writeAndFlush(new TextWebSocketFrame(payload.copy()));
    } else {
      channel.writeAndFlush(new BinaryWebSocketFrame(payload.copy()));
    }
  }

  @Override
  public void ping() {}

  @Override
  public void pong() {}

  @Override
  public void close(int code, String reason) {
    FrameRules.close(channel, code, reason);
  }

  @Override
  public void ended(int code, String reason) {}
}
