package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Parcel;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real channel of Netty and a real socket at its other end. */
class ShortWayTest {

  private static final int MUCH = 8 << 20;
  private static final int PATIENCE_MILLIS = 30_000;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Parcel parcel = parcel("x");
  private ServerSocket door;
  private Socket reader;
  private Channel channel;

  @BeforeEach
  void connect() throws Exception {
    door = new ServerSocket();
    door.setReceiveBufferSize(256 << 10);
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(door.getLocalSocketAddress())
            .sync()
            .channel();
    reader = door.accept();
    reader.setSoTimeout(PATIENCE_MILLIS);
    channel.pipeline().addLast(Takeover.DECODER, new ChannelInboundHandlerAdapter());
  }

  @AfterEach
  void end() throws Exception {
    onLoop(
        () -> {
          parcel.release();
          return null;
        });
    reader.close();
    door.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  @Test
  void what_many_get_leaves_past_the_handlers_and_the_queue() throws Exception {
    onLoop(
        () -> {
          assertNotNull(ShortWay.of(channel, Takeover.DECODER));
          ChannelWire wire = ChannelWire.raw(channel, false);
          ByteBuf bytes = parcel.in(Framings.RAW);
          bytes.release();
          wire.writeOnly(parcel);
          assertEquals(1, bytes.refCnt(), "the queue would hold it until it is written");
          assertEquals(0, wire.pending());
          return null;
        });
    assertArrayEquals(frame(parcel), reader.getInputStream().readNBytes(frame(parcel).length));
  }

  @Test
  void a_handler_that_has_to_do_with_the_bytes_is_not_passed_by() throws Exception {
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext context, Object all, ChannelPromise done) {
                int size = ((ByteBuf) all).readableBytes();
                ((ByteBuf) all).release();
                context.write(
                    Unpooled.copiedBuffer("secret " + size + "\n", StandardCharsets.UTF_8), done);
              }
            });
    onLoop(
        () -> {
          assertNull(ShortWay.of(channel, Takeover.DECODER));
          ChannelWire.raw(channel, false).writeOnly(parcel);
          return null;
        });
    byte[] expected = ("secret " + frame(parcel).length + "\n").getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(expected, reader.getInputStream().readNBytes(expected.length));
  }

  @Test
  void what_the_kernel_does_not_take_follows_and_what_comes_later_waits_behind_it()
      throws Exception {
    Parcel large = parcel("y".repeat(MUCH));
    Parcel last = parcel("z");
    onLoop(
        () -> {
          ChannelWire wire = ChannelWire.raw(channel, false);
          wire.writeOnly(large);
          long left = wire.pending();
          assertTrue(left > 0 && left < MUCH, "the kernel took a part of it: " + left);
          wire.writeOnly(last);
          assertTrue(wire.pending() > left);
          large.release();
          last.release();
          return null;
        });
    InputStream in = reader.getInputStream();
    for (Parcel each : List.of(large, last)) {
      assertArrayEquals(frame(each), in.readNBytes(frame(each).length));
    }
  }

  @Test
  void others_get_their_bytes_while_one_still_has_a_part_of_them() throws Exception {
    Parcel large = parcel("y".repeat(MUCH));
    byte[] whole = frame(large);
    onLoop(
        () -> {
          ChannelWire.raw(channel, false).writeOnly(large);
          byte[] other = new byte[whole.length];
          large.bytes(Framings.RAW).get(other);
          assertArrayEquals(whole, other);
          ByteBuf third = large.in(Framings.RAW);
          assertEquals(whole.length, third.readableBytes());
          third.release();
          large.release();
          return null;
        });
    assertArrayEquals(whole, reader.getInputStream().readNBytes(whole.length));
  }

  @Test
  void a_connection_that_is_gone_ends_its_channel() throws Exception {
    reader.setSoLinger(true, 0); // a reset, so that a write fails
    reader.close();
    onLoop(
        () -> {
          ChannelWire wire = ChannelWire.raw(channel, false);
          while (channel.isOpen()) { // the reset may be on its way yet
            wire.writeOnly(parcel);
          }
          assertEquals(0, wire.pending());
          wire.writeOnly(parcel);
          return null;
        });
    assertTrue(channel.closeFuture().await(PATIENCE_MILLIS));
  }

  @Test
  void a_channel_of_another_kind_has_none() {
    EmbeddedChannel other = new EmbeddedChannel();
    other.pipeline().addLast(Takeover.DECODER, new ChannelInboundHandlerAdapter());
    assertNull(ShortWay.of(other, Takeover.DECODER));
    other.finishAndReleaseAll();
  }

  private <T> T onLoop(Callable<T> task) throws Exception {
    return channel.eventLoop().submit(task).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Parcel parcel(String text) {
    return new Parcel(List.of(Packet.of(new JsonObject().put("text", text))));
  }

  private static byte[] frame(Parcel parcel) throws IOException {
    ByteBuf bytes = Framings.RAW.encode(parcel.packets());
    byte[] frame = new byte[bytes.readableBytes()];
    bytes.readBytes(frame).release();
    return frame;
  }
}
