package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Packet;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** A plain WebSocket: one text frame a message. */
final class RawWire implements Wire {

  private final ServerWebSocket socket;

  RawWire(ServerWebSocket socket) {
    this.socket = socket;
  }

  @Override
  public Future<Void> write(Packet packet) {
    return socket.writeTextMessage(packet.text());
  }

  @Override
  public boolean ping() {
    socket.writePing(Buffer.buffer("omnibus"));
    return true;
  }

  @Override
  public void close(int code, String reason) {
    socket.close((short) code, reason);
  }
}
