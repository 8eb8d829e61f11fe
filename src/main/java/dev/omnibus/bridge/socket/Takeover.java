package dev.omnibus.bridge.socket;

import dev.omnibus.bus.Failure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.http.impl.http1.Http1ServerResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.TransportMetrics;
import io.vertx.core.spi.observability.HttpRequest;

/**
 * The channel of a WebSocket, taken from Vert.x in the moment in which the handshake is answered:
 * Vert.x would make objects and queues for it that nobody here needs, and hold on to the request.
 * Its meters go on counting the connection.
 *
 * @param context what is heard is heard in it, as if Vert.x had read it
 * @param early whether the client did not wait for the answer
 * @param gone to be run when the connection has ended
 */
record Takeover(Channel channel, ContextInternal context, boolean early, Runnable gone) {

  /** The handler that reads frames; what is written at its place passes no handler of ours. */
  static final String DECODER = "wsdecoder";

  /**
   * Says yes to a handshake that was checked. To be called on the loop; nothing more is read before
   * what is told of it is over. Fails when the client goes before it has said all of its request.
   *
   * @param extensions whether reserved bits may be set
   */
  static Future<Takeover> of(HttpServerRequest request, int maxFrameBytes, boolean extensions) {
    return whole(request).map(all -> now(request, maxFrameBytes, extensions));
  }

  /** Its end was heard long ago when it was looked up who is asking. */
  private static Future<Void> whole(HttpServerRequest request) {
    if (request.isEnded()) {
      return Future.succeededFuture();
    }
    Future<Void> end = request.end();
    request.resume();
    return end;
  }

  private static Takeover now(HttpServerRequest request, int maxFrameBytes, boolean extensions) {
    Http1ServerConnection connection = (Http1ServerConnection) request.connection();
    Channel channel = connection.channel();
    ChannelPipeline pipeline = channel.pipeline();
    answer(request, pipeline);
    EarlyFrames early = leave(pipeline, decoder(maxFrameBytes, extensions));
    connection.handler(early::another);
    connection.invalidRequestHandler(early::another);
    Runnable one = counted(request, connection);
    Runnable other = counted(connection.metrics(), connection);
    pipeline.remove(early);
    channel.config().setAutoRead(true);
    return new Takeover(
        channel,
        connection.context(),
        early.came(),
        () -> {
          one.run();
          other.run();
        });
  }

  /**
   * That it cannot leave is heard as the end of the connection. A void promise would tell the
   * handlers of Vert.x, which would then count the request as over twice.
   */
  private static void answer(HttpServerRequest request, ChannelPipeline pipeline) {
    ChannelHandlerContext out = pipeline.context(HttpResponseEncoder.class);
    if (out == null) {
      throw Failure.UNAVAILABLE.because("the client has left");
    }
    out.writeAndFlush(Handshake.answer(request));
  }

  /** Nothing of HTTP stays; what was read before goes where it is noticed. */
  private static EarlyFrames leave(ChannelPipeline pipeline, WebSocket13FrameDecoder frames) {
    HttpRequestDecoder heads = pipeline.get(HttpRequestDecoder.class);
    while (pipeline.last() != heads) {
      pipeline.removeLast();
    }
    EarlyFrames watch = new EarlyFrames();
    pipeline.addLast(watch);
    pipeline.replace(heads, DECODER, frames);
    return watch;
  }

  private static WebSocket13FrameDecoder decoder(int maxFrameBytes, boolean extensions) {
    return new WebSocket13FrameDecoder(
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(maxFrameBytes)
            .allowExtensions(extensions)
            .closeOnProtocolViolation(false)
            .build());
  }

  /**
   * The request is over, and a socket has begun. Now Vert.x hands out what it read behind it, since
   * the client did not wait: it must find nobody but {@link EarlyFrames}.
   */
  private static Runnable counted(HttpServerRequest request, Http1ServerConnection connection) {
    ((Http1ServerResponse) request.response()).completeHandshake();
    HttpServerMetrics<?, ?> metrics = connection.httpMetrics;
    return metrics == null
        ? () -> {}
        : upgraded(metrics, ((HttpServerRequestInternal) request).metric(), new Seen(request));
  }

  @SuppressWarnings("unchecked")
  private static <R, W> Runnable upgraded(
      HttpServerMetrics<R, W> metrics, Object request, HttpRequest seen) {
    metrics.requestUpgraded((R) request);
    W socket = metrics.connected(seen);
    return () -> metrics.disconnected(socket);
  }

  @SuppressWarnings("unchecked")
  private static <C> Runnable counted(TransportMetrics<C> metrics, Http1ServerConnection open) {
    if (metrics == null) {
      return () -> {};
    }
    C connection = (C) open.metric();
    SocketAddress remote = open.remoteAddress();
    return () -> metrics.disconnected(connection, remote);
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
