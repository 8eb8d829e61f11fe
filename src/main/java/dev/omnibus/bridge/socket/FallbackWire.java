package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Packet;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/**
 * A SockJS session over HTTP requests. Vert.x sends its heartbeats and can't be told a close code,
 * so the code goes in a last message.
 */
final class FallbackWire implements Wire {

  private final SockJSSocket socket;

  FallbackWire(SockJSSocket socket) {
    this.socket = socket;
  }

  @Override
  public Future<Void> write(Packet packet) {
    return socket.write(Buffer.buffer(packet.text()));
  }

  @Override
  public boolean ping() {
    return false;
  }

  @Override
  public void close(int code, String reason) {
    JsonObject message = new JsonObject().put("code", code).put("reason", reason);
    write(Notice.of("closing", message)).onComplete(done -> socket.close());
  }
}
