package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Parcel;
import dev.omnibus.bridge.hub.Parcel.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.json.JsonArray;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A WebSocket that was taken over: the frames are already made and the same for all, no promise is
 * made for any of them, and what waits is read off the channel. With SockJS framing on top ({@code
 * o}, {@code h}, {@code a["..."]}, {@code c[code,"why"]}) if so wanted.
 */
final class ChannelWire implements Wire {

  private static final int NORMAL = 1000;

  private final Channel channel;
  private final ChannelHandlerContext out;

  /** Null when all has to go the long way. */
  private final SocketChannel shortcut;

  /** What went the long way and has not left yet. */
  private final ChannelOutboundBuffer waiting;

  private final Framing framing;
  private final Framing plain;

  /**
   * @param framing of what goes to many
   * @param plain of what goes to this one alone, which is not deflated: what one costs is bounded
   */
  private ChannelWire(Channel channel, Framing framing, Framing plain) {
    this.channel = channel;
    this.out = Takeover.out(channel);
    this.shortcut = ShortWay.of(channel, Takeover.DECODER);
    this.waiting = channel.unsafe().outboundBuffer();
    this.framing = framing;
    this.plain = plain;
  }

  static ChannelWire raw(Channel channel, boolean deflates) {
    Framing framing = deflates ? Framings.RAW_DEFLATED : Framings.RAW;
    return new ChannelWire(channel, framing, Framings.RAW);
  }

  static ChannelWire sockJs(Channel channel, boolean deflates) {
    Framing framing = deflates ? Framings.SOCKJS_DEFLATED : Framings.SOCKJS;
    ChannelWire wire = new ChannelWire(channel, framing, Framings.SOCKJS);
    wire.send(Framings.text("o"));
    wire.flush();
    return wire;
  }

  @Override
  public void write(Parcel parcel) {
    send(parcel.in(framing(parcel)));
  }

  @Override
  public void writeOnly(Parcel parcel) {
    if (shortcut == null || pending() > 0) {
      write(parcel);
      flush();
      return;
    }
    ByteBuffer bytes = parcel.bytes(framing(parcel));
    ShortWay.write(shortcut, bytes);
    if (bytes.hasRemaining()) {
      send(parcel.in(framing(parcel)).readerIndex(bytes.position()));
      flush();
    }
  }

  private Framing framing(Parcel parcel) {
    return parcel.isForOne() ? plain : framing;
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public long pending() {
    return waiting == null ? 0 : waiting.totalPendingWriteBytes();
  }

  @Override
  public boolean ping() {
    if (sockJs()) {
      send(Framings.text("h"));
    }
    send(Framings.ping());
    flush();
    return true;
  }

  @Override
  public void close(int code, String reason) {
    if (sockJs()) {
      send(Framings.text("c" + new JsonArray().add(code).add(reason).encode()));
    }
    FrameRules.close(channel, sockJs() ? NORMAL : code, reason);
  }

  private boolean sockJs() {
    return plain == Framings.SOCKJS;
  }

  private void send(ByteBuf frames) {
    out.write(frames, out.voidPromise());
  }
}
