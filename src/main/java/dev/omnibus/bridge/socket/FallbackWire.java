package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Parcel;
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
  private long pending;

  FallbackWire(SockJSSocket socket) {
    this.socket = socket;
  }

  @Override
  public void write(Parcel parcel) {
    parcel.packets().forEach(this::send);
  }

  private Future<Void> send(Packet packet) {
    pending += packet.size();
    return socket.write(Buffer.buffer(packet.text())).onComplete(done -> pending -= packet.size());
  }

  /** Vert.x keeps what waits for the next poll, and writes it. */
  @Override
  public void flush() {}

  @Override
  public long pending() {
    return pending;
  }

  @Override
  public boolean ping() {
    return false;
  }

  @Override
  public void close(int code, String reason) {
    JsonObject message = new JsonObject().put("code", code).put("reason", reason);
    send(Notice.of("closing", message)).onComplete(done -> socket.close());
  }
}
