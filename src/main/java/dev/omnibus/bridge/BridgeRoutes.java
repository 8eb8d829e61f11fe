package dev.omnibus.bridge;

import dev.omnibus.bridge.feed.StatusFeed;
import dev.omnibus.bridge.socket.Desk;
import dev.omnibus.bridge.socket.SocketDoor;
import dev.omnibus.bus.Failure;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * The HTTP face of the bridge: {@code /eventbus/websocket} (plain), {@code /eventbus/*} (SockJS)
 * and {@code /ws/mcp-status}. It may be mounted on the routers of several event loops; each socket
 * then lives on the loop that took it.
 */
public final class BridgeRoutes {

  private static final String SESSION = "/eventbus/:server/:session/";
  private static final String SOCKJS_SOCKET = SESSION + "websocket";

  private final Desk desk;
  private final SocketDoor door;
  private final Gate gate;
  private final XhrRoutes xhr;

  BridgeRoutes(Desk desk, SocketDoor door, Gate gate, FallbackSessions sessions) {
    this.desk = desk;
    this.door = door;
    this.gate = gate;
    this.xhr = new XhrRoutes(desk, door, gate, sessions);
  }

  /**
   * What the server must be told when it is made. Its own compression of WebSockets is off, since
   * they are upgraded here, and HTTP/2 because no WebSocket is served over it and what listens for
   * it holds memory of each connection.
   */
  public static HttpServerOptions options(HttpServerOptions options) {
    return options
        .setHttp2ClearTextEnabled(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false);
  }

  /** Mounts all paths. */
  public void mount(Router router) {
    router
        .route("/ws/mcp-status")
        .handler(gate::origin)
        .handler(gate::callerOf)
        .handler(this::feed);
    router.route("/eventbus").handler(gate::origin).handler(this::served);
    router.route("/eventbus/*").handler(gate::origin).handler(this::served);
    router.route("/eventbus/websocket").handler(gate::callerOf).handler(this::raw);
    router.route(SOCKJS_SOCKET).handler(gate::callerOf).handler(this::sockJs);
    router.route("/eventbus").handler(xhr::greeting);
    router.route("/eventbus/").handler(xhr::greeting);
    router.route("/eventbus/info").handler(xhr::info);
    router.route(SESSION + "xhr").handler(gate::callerOfSockJs).handler(xhr::poll);
    router.route(SESSION + "xhr_streaming").handler(gate::callerOfSockJs).handler(xhr::stream);
    router.route(SESSION + "xhr_send").handler(gate::callerOfSockJs);
    router
        .route(SESSION + "xhr_send")
        .handler(BodyHandler.create(false).setBodyLimit(desk.config().maxMessageBytes()))
        .handler(xhr::send)
        .failureHandler(this::failed);
  }

  private void failed(RoutingContext ctx) {
    boolean large = ctx.statusCode() == Failure.TOO_LARGE.code();
    gate.refuse(ctx, large ? Failure.TOO_LARGE.because(null) : ctx.failure());
  }

  /** Before anybody is asked for a proof: what is not here is not here for anybody. */
  private void served(RoutingContext ctx) {
    if (SockJsPaths.serves(ctx.request().path())) {
      ctx.next();
    } else {
      gate.refuse(ctx, Failure.NOT_FOUND.because("there is nothing here"));
    }
  }

  private void feed(RoutingContext ctx) {
    door.raw(ctx.request(), Gate.caller(ctx), connection -> new StatusFeed(desk, connection))
        .onFailure(cause -> gate.refuse(ctx, cause));
  }

  private void raw(RoutingContext ctx) {
    door.raw(ctx.request(), Gate.caller(ctx), connection -> new BusProtocol(desk, connection))
        .onFailure(cause -> gate.refuse(ctx, cause));
  }

  private void sockJs(RoutingContext ctx) {
    door.sockJs(ctx.request(), Gate.caller(ctx), connection -> new BusProtocol(desk, connection))
        .onFailure(cause -> gate.refuse(ctx, cause));
  }
}
