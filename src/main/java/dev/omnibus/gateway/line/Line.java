package dev.omnibus.gateway.line;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a server, HTTP/1.1: one request, its whole answer, the next request. */
final class Line {

  private static final Logger LOG = LoggerFactory.getLogger(Line.class);
  private static final int LONGEST_STATUS_LINE = 16 << 10;
  private static final int LONGEST_HEAD = 64 << 10;

  /** A body up to this size goes out in one write with the head. */
  private static final int SMALL = 8 << 10;

  /** Continue, Processing, Early Hints: the answer is still to come. */
  private static final Set<Integer> INTERIM = Set.of(100, 102, 103);

  private final Shelf shelf;
  private final NetSocketInternal socket;
  private final ChannelHandlerContext context;
  private final Pieces pieces = new Pieces();
  private Ask ask;
  private boolean interim;
  private boolean keep;
  private boolean closing;
  private long idleSince;

  Line(Shelf shelf, NetSocketInternal socket) {
    this.shelf = shelf;
    this.socket = socket;
    this.context = socket.channelHandlerContext();
    ChannelPipeline pipeline = context.pipeline();
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LONGEST_STATUS_LINE)
            .setMaxHeaderSize(LONGEST_HEAD)
            .setMaxChunkSize(64 << 10);
    pipeline.addBefore(context.name(), "http", new HttpResponseDecoder(limits));
    pipeline.addBefore(context.name(), "pieces", pieces);
    socket.messageHandler(this::took);
    socket.closeHandler(closed -> closed());
    socket.exceptionHandler(broken -> LOG.debug("connection broke: {}", broken.toString()));
  }

  boolean isOpen() {
    return !closing && channel().isActive();
  }

  private Channel channel() {
    return context.channel();
  }

  void send(Ask young) {
    ask = young;
    young.sentOn(this);
    ByteBuf out = context.alloc().buffer(1024);
    Buffer body;
    try {
      Head head = new Head(out, shelf.start());
      body = young.asker().dress(head);
      head.end(body.length());
    } catch (IllegalArgumentException unsayable) {
      out.release();
      ask = null;
      close();
      young.lost(unsayable);
      return;
    }
    ByteBuf bytes = ((BufferInternal) body).getByteBuf();
    if (bytes.readableBytes() <= SMALL) {
      out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    } else {
      context.write(out, context.voidPromise());
      out = bytes;
    }
    context.writeAndFlush(out, context.voidPromise());
  }

  private void took(Object message) {
    if (ask == null) {
      close(); // nobody asked
    } else if (ask.isDropped()) {
      return; // the connection is about to go
    } else if (message instanceof HttpResponse head) {
      head(head);
    } else if (message == Pieces.END) {
      end();
    } else if (message instanceof Buffer piece && !interim) {
      ask.answer().piece(piece);
    }
  }

  private void head(HttpResponse head) {
    interim = INTERIM.contains(head.status().code());
    if (!interim) {
      keep = HttpUtil.isKeepAlive(head);
      ask.answered(new Answer(this, ask, head));
    }
  }

  private void end() {
    if (interim) {
      interim = false;
      return;
    }
    Ask done = ask;
    ask = null;
    if (keep && isOpen() && allSent()) {
      shelf.put(this);
    } else {
      close();
    }
    done.end();
  }

  /** A server may answer before it took all that it was sent. */
  private boolean allSent() {
    ChannelOutboundBuffer waiting = channel().unsafe().outboundBuffer();
    return waiting != null && waiting.isEmpty();
  }

  private void closed() {
    shelf.gone(this);
    if (ask != null && !(ask.answer() != null && pieces.ended())) {
      Ask lost = ask;
      ask = null;
      lost.lost(new IOException("the connection was closed"));
    }
  }

  /** At once, whatever still waits to be written. */
  void close() {
    closing = true;
    context.close();
  }

  void pause() {
    socket.pause();
  }

  void fetch(long amount) {
    socket.fetch(amount);
  }

  void idleSince(long now) {
    idleSince = now;
  }

  long idleSince() {
    return idleSince;
  }
}
