package dev.omnibus.bridge.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.ShutdownEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the frames of one WebSocket and puts its messages together, within a bound. The last
 * handler of its channel, in the place of that of Vert.x.
 */
final class Intake extends ChannelInboundHandlerAdapter implements FrameRules.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final int ABNORMAL = 1006;

  /**
   * Whoever leaves more than this unread is not answered each ping, but the last (RFC 6455, 5.5.3).
   */
  private static final long MOST_UNREAD = 64 << 10;

  private final int maxBytes;
  private final Ear ear;
  private final Takeover taken;

  /** Null unless a message has begun and not ended. */
  private ByteBuf parts;

  /** What the last ping said that was not answered yet; null for none. */
  private byte[] owed;

  private boolean text;
  private boolean over;
  private int code = ABNORMAL;
  private String reason = "connection lost";

  private Intake(Takeover taken, int maxBytes, Ear ear) {
    this.taken = taken;
    this.maxBytes = maxBytes;
    this.ear = ear;
  }

  /** To be called before anything is read. */
  static void of(Takeover taken, int maxBytes, boolean deflates, Ear ear) {
    Intake intake = new Intake(taken, maxBytes, ear);
    FrameRules.hold(taken.channel(), maxBytes, deflates, intake);
    taken.channel().pipeline().addLast("wsintake", intake);
  }

  /** Whatever goes wrong in there is no fault of the connection. */
  private void tell(Runnable word) {
    taken.context().dispatch(word);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (!over && message instanceof WebSocketFrame frame) {
        frame(frame);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void frame(WebSocketFrame frame) {
    if (frame instanceof PingWebSocketFrame) {
      pong(frame.content());
      tell(ear::ping);
    } else if (frame instanceof PongWebSocketFrame) {
      tell(ear::pong);
    } else {
      part(frame);
    }
  }

  private void pong(ByteBuf payload) {
    Channel channel = taken.channel();
    if (Ending.pending(channel) <= MOST_UNREAD) {
      owed = null;
      Takeover.out(channel).writeAndFlush(Framings.pong(payload), channel.voidPromise());
    } else {
      owed = ByteBufUtil.getBytes(payload);
    }
  }

  /** The last of the pings that were not answered is, as soon as there is room. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (owed != null && !over && context.channel().isWritable()) {
      pong(Unpooled.wrappedBuffer(owed));
    }
    context.fireChannelWritabilityChanged();
  }

  private void part(WebSocketFrame frame) {
    if (!(frame instanceof ContinuationWebSocketFrame)) {
      text = frame instanceof TextWebSocketFrame;
    }
    ByteBuf part = frame.content();
    int before = parts == null ? 0 : parts.readableBytes();
    if ((long) before + part.readableBytes() > maxBytes) {
      violated(CloseCode.TOO_LARGE.code(), CloseCode.TOO_LARGE.reason());
    } else if (parts == null && frame.isFinalFragment()) {
      tell(() -> ear.message(text, part));
    } else {
      add(part, frame.isFinalFragment());
    }
  }

  private void add(ByteBuf part, boolean last) {
    if (parts == null) {
      parts = Unpooled.buffer(part.readableBytes());
    }
    parts.writeBytes(part);
    if (last) {
      ByteBuf message = parts;
      parts = null;
      tell(() -> ear.message(text, message));
    }
  }

  @Override
  public void violated(int code, String reason) {
    if (!over) {
      end();
      tell(() -> ear.close(code, reason));
    }
  }

  private void end() {
    over = true;
    parts = null;
  }

  @Override
  public void left(int code, String reason) {
    end();
    this.code = code;
    this.reason = reason;
    tell(() -> ear.ended(code, reason));
  }

  /** The server ends, and those of the bridge were not told before. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ShutdownEvent) {
      violated(CloseCode.DRAINING.code(), CloseCode.DRAINING.reason());
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  /** What comes here nobody caught, and behind this there is nobody else. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (context.channel().isActive()) {
      LOG.warn("a socket is dropped for what went wrong in it", cause);
    }
    Ending.drop(context.channel());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
    taken.gone().run();
    tell(() -> ear.ended(code, reason));
  }
}
