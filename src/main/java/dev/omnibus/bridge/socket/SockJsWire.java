package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Packet;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;

/**
 * SockJS framing over a WebSocket: {@code o}, {@code h}, {@code a["..."]}, {@code c[code,"why"]}.
 * Vert.x has one too, but it hides how much waits to be written and closes with 3000 whatever the
 * reason.
 */
final class SockJsWire implements Wire {

  private final ServerWebSocket socket;

  SockJsWire(ServerWebSocket socket) {
    this.socket = socket;
    socket.writeTextMessage("o");
  }

  @Override
  public Future<Void> write(Packet packet) {
    return socket.writeTextMessage(packet.sockJs());
  }

  @Override
  public boolean ping() {
    socket.writeTextMessage("h");
    socket.writePing(Buffer.buffer("omnibus"));
    return true;
  }

  @Override
  public void close(int code, String reason) {
    socket.writeTextMessage("c" + new JsonArray().add(code).add(reason).encode());
    socket.close((short) 1000, reason);
  }
}
