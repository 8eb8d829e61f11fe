package dev.omnibus.bridge.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;

/** Says what it hears, through the frame handlers that every socket of the bridge goes through. */
final class EchoEar implements Ear {

  private final ServerWebSocket socket;
  private final Channel channel;
  private final boolean deflates;

  private EchoEar(ServerWebSocket socket, Channel channel, boolean deflates) {
    this.socket = socket;
    this.channel = channel;
    this.deflates = deflates;
  }

  static void open(HttpServerRequest request, int maxBytes, boolean compress) {
    boolean deflates = compress && Deflation.agree(request);
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              Channel channel = ChannelWire.channel(request);
              EchoEar ear = new EchoEar(socket, channel, deflates);
              Intake.of(socket, channel, maxBytes, deflates, ear);
            });
  }

  @Override
  public void message(boolean text, Buffer payload) {
    if (text && deflates) {
      ByteBuf out = channel.alloc().buffer();
      Framings.smallest(out, payload.getBytes(), 0, payload.length());
      channel.pipeline().context(WebSocketFrameEncoder.class).writeAndFlush(out);
    } else if (text) {
      socket.writeFinalTextFrame(payload.toString());
    } else {
      socket.writeFinalBinaryFrame(payload);
    }
  }

  @Override
  public void ping() {}

  @Override
  public void pong() {}

  @Override
  public void violated(int code, String reason) {
    FrameRules.close(channel, code, reason);
  }

  @Override
  public void ended(int code, String reason) {}
}
