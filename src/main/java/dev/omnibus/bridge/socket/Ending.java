package dev.omnibus.bridge.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection that this side closed and that the other side has to end: it has a little
 * time for that, and less when what was written does not move, since whoever reads nothing will not
 * read why. Below Vert.x, which would wait for ever for the last of it to leave.
 */
final class Ending {

  private static final long LOOK_SECONDS = 1;
  private static final long MOST_SECONDS = 5;

  private final Channel channel;
  private long waited;
  private long left;

  private Ending(Channel channel) {
    this.channel = channel;
    this.left = pending(channel);
  }

  /** To be called on the channel's loop once the last word is written. */
  static void await(Channel channel) {
    new Ending(channel).lookLater();
  }

  /** What was written and has not left for the kernel yet. */
  static long pending(Channel channel) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    return out == null ? 0 : out.totalPendingWriteBytes();
  }

  static void drop(Channel channel) {
    channel.unsafe().close(channel.voidPromise());
  }

  private void lookLater() {
    Future<?> look = channel.eventLoop().schedule(this::look, LOOK_SECONDS, TimeUnit.SECONDS);
    channel.closeFuture().addListener(closed -> look.cancel(false));
  }

  private void look() {
    waited += LOOK_SECONDS;
    long still = pending(channel);
    if (waited >= MOST_SECONDS || still > 0 && still >= left) {
      drop(channel);
    } else {
      left = still;
      lookLater();
    }
  }
}
