package dev.omnibus.bridge.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;

/** Says what it hears, through the frame handlers that every socket of the bridge goes through. */
final class EchoEar implements Ear {

  private final ServerWebSocket socket;

  private EchoEar(ServerWebSocket socket) {
    this.socket = socket;
  }

  static void open(HttpServerRequest request, int maxBytes) {
    request
        .toWebSocket()
        .onSuccess(
            socket ->
                Intake.of(socket, ChannelWire.channel(request), maxBytes, new EchoEar(socket)));
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
    socket.close((short) code, reason);
  }

  @Override
  public void ended(int code, String reason) {}
}
