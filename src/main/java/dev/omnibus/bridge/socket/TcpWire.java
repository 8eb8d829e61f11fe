package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Parcel;
import io.netty.channel.Channel;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.util.List;

/** A TCP connection, written to below Vert.x as WebSockets are. */
final class TcpWire implements Wire {

  private final NetSocket socket;
  private final Channel channel;

  TcpWire(NetSocket socket) {
    this.socket = socket;
    this.channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
  }

  @Override
  public void write(Parcel parcel) {
    channel.write(parcel.in(TcpFrames.FRAMING), channel.voidPromise());
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public long pending() {
    return Ending.pending(channel);
  }

  /** Its protocol knows pings of the client only, so a client has to speak by itself. */
  @Override
  public boolean ping() {
    return false;
  }

  /** TCP has no close code, so a last frame says it. */
  @Override
  public void close(int code, String reason) {
    JsonObject why = new JsonObject().put("code", code).put("reason", reason);
    Parcel last = new Parcel(List.of(Notice.of("closed", why)));
    write(last);
    last.release();
    flush();
    Ending.await(channel);
    socket.close();
  }
}
