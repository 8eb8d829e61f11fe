package dev.omnibus.bridge.socket;

import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;

/** Says what it hears, through the frame handlers that every socket of the bridge goes through. */
final class EchoEar implements Ear {

  private final ServerWebSocket socket;
  private final Channel channel;

  private EchoEar(ServerWebSocket socket, Channel channel) {
    this.socket = socket;
    this.channel = channel;
  }

  static void open(HttpServerRequest request, int maxBytes) {
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              Channel channel = ChannelWire.channel(request);
              Intake.of(socket, channel, maxBytes, new EchoEar(socket, channel));
            });
  }

  @Override
  public void message(boolean text, Buffer payload) {
    if (text) {
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
