package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Parcel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A TCP connection, written to below Vert.x as WebSockets are. */
final class TcpWire implements Wire {

  private static final long CLOSING_SECONDS = 5;
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
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    return out == null ? 0 : out.totalPendingWriteBytes();
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
    Future<?> late =
        channel
            .eventLoop()
            .schedule(
                () -> channel.unsafe().close(channel.voidPromise()),
                CLOSING_SECONDS,
                TimeUnit.SECONDS);
    channel.closeFuture().addListener(closed -> late.cancel(false));
    socket.close();
  }
}
