package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Parcel;
import dev.omnibus.bridge.hub.Parcel.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.json.JsonArray;

/**
 * A WebSocket that was taken over: the frames are already made and the same for all, no promise is
 * made for any of them, and what waits is read off the channel. With SockJS framing on top ({@code
 * o}, {@code h}, {@code a["..."]}, {@code c[code,"why"]}) if so wanted.
 */
final class ChannelWire implements Wire {

  private static final int NORMAL = 1000;

  private final Channel channel;
  private final ChannelHandlerContext out;
  private final Framing framing;
  private final Framing plain;

  /**
   * @param framing of what goes to many
   * @param plain of what goes to this one alone, which is not deflated: what one costs is bounded
   */
  private ChannelWire(Channel channel, Framing framing, Framing plain) {
    this.channel = channel;
    this.out = Takeover.out(channel);
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
    send(parcel.in(parcel.isForOne() ? plain : framing));
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public long pending() {
    return Ending.pending(channel);
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
