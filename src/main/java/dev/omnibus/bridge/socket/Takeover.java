package dev.omnibus.bridge.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.TransportMetrics;
import io.vertx.core.spi.metrics.WebSocketMetrics;
import io.vertx.core.spi.observability.HttpRequest;

/**
 * The channel of a WebSocket that was upgraded just now, taken from Vert.x: it has nothing more to
 * do with it, but would hold on to the request and to two queues, more than all the rest that an
 * idle socket takes. It counts a connection out when it is rid of it, so it is counted in again.
 *
 * @param context what is heard is heard in it, as if Vert.x had read it
 * @param gone to be run when the connection has ended
 */
record Takeover(Channel channel, ContextInternal context, Runnable gone) {

  /** The handler that reads frames; what is written at its place passes no handler of ours. */
  static final String DECODER = "wsdecoder";

  /**
   * To be called on the loop as soon as the handshake is over, before anything more is read.
   *
   * @param extensions whether reserved bits may be set
   */
  static Takeover of(HttpServerRequest upgraded, int maxFrameBytes, boolean extensions) {
    Http1ServerConnection connection = (Http1ServerConnection) upgraded.connection();
    Channel channel = connection.channel();
    leave(channel.pipeline());
    channel.pipeline().replace(DECODER, DECODER, decoder(maxFrameBytes, extensions));
    channel.config().setAutoRead(true);
    HttpServerMetrics<?, ?> sockets = connection.httpMetrics;
    Runnable one = counted(connection.metrics(), connection);
    Runnable other = counted(sockets, new Seen(upgraded));
    return new Takeover(
        channel,
        connection.context(),
        () -> {
          one.run();
          other.run();
        });
  }

  /** For Vert.x this is the end of the connection. */
  private static void leave(ChannelPipeline pipeline) {
    ChannelHandlerContext last = pipeline.context(VertxHandler.class);
    VertxHandler<?> handler = (VertxHandler<?>) last.handler();
    handler.channelInactive(last);
    pipeline.remove(handler);
    pipeline.remove(WebSocketFrameEncoder.class);
  }

  private static WebSocket13FrameDecoder decoder(int maxFrameBytes, boolean extensions) {
    return new WebSocket13FrameDecoder(
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(maxFrameBytes)
            .allowExtensions(extensions)
            .closeOnProtocolViolation(false)
            .build());
  }

  private static <C> Runnable counted(TransportMetrics<C> metrics, Http1ServerConnection open) {
    if (metrics == null) {
      return () -> {};
    }
    SocketAddress remote = open.remoteAddress();
    C connection = metrics.connected(remote, open.remoteName());
    return () -> metrics.disconnected(connection, remote);
  }

  private static <W> Runnable counted(WebSocketMetrics<W> metrics, HttpRequest request) {
    if (metrics == null) {
      return () -> {};
    }
    W socket = metrics.connected(request);
    return () -> metrics.disconnected(socket);
  }

  /** Where frames that are made already are to be written. */
  static ChannelHandlerContext out(Channel channel) {
    return channel.pipeline().context(DECODER);
  }

  /** A request as those who count see it. */
  private record Seen(HttpServerRequest request) implements HttpRequest {
    @Override
    @SuppressWarnings("removal")
    public long id() {
      return 0;
    }

    @Override
    public HttpVersion version() {
      return request.version();
    }

    @Override
    public String uri() {
      return request.uri();
    }

    @Override
    public String absoluteURI() {
      return request.absoluteURI();
    }

    @Override
    public HttpMethod method() {
      return request.method();
    }

    @Override
    public MultiMap headers() {
      return request.headers();
    }

    @Override
    public SocketAddress remoteAddress() {
      return request.remoteAddress();
    }
  }
}
