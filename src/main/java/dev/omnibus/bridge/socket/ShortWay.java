package dev.omnibus.bridge.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.nio.AbstractNioChannel.NioUnsafe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;

/**
 * The short way from bytes to the kernel, past the pipeline and the queue of a channel. What many
 * get is handed over as it lies there; a socket that was quiet is in no cache, and all that Netty
 * keeps of a write would have to be fetched first.
 */
final class ShortWay {

  private ShortWay() {}

  /**
   * Where a channel can be written to past its handlers; null when one of those before this place
   * would do something about it, as TLS does.
   *
   * @param place the handler at which frames are written
   */
  static SocketChannel of(Channel channel, String place) {
    for (Map.Entry<String, ChannelHandler> each : channel.pipeline()) {
      if (each.getKey().equals(place)) {
        return socket(channel);
      }
      if (each.getValue() instanceof ChannelOutboundHandler) {
        return null;
      }
    }
    return null;
  }

  private static SocketChannel socket(Channel channel) {
    return channel.unsafe() instanceof NioUnsafe nio && nio.ch() instanceof SocketChannel socket
        ? socket
        : null;
  }

  /** Hands over what the kernel takes at once. What is left, for whatever reason, Netty sees to. */
  static void write(SocketChannel socket, ByteBuffer bytes) {
    try {
      socket.write(bytes);
    } catch (IOException gone) {
      // Netty finds the same as it writes the rest, and ends the channel.
    }
  }
}
