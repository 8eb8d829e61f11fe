package dev.omnibus.bridge;

import dev.omnibus.access.Caller;
import dev.omnibus.bridge.feed.StatusFeed;
import dev.omnibus.bridge.socket.Desk;
import dev.omnibus.bridge.socket.SocketDoor;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/**
 * The HTTP face of the bridge: {@code /eventbus/websocket} (plain), {@code /eventbus/*} (SockJS)
 * and {@code /ws/mcp-status}. It may be mounted on the routers of several event loops; each socket
 * then lives on the loop that took it.
 */
public final class BridgeRoutes {

  private static final String SOCKJS_SOCKET = "/eventbus/:server/:session/websocket";

  private final Vertx vertx;
  private final Desk desk;
  private final SocketDoor door;
  private final Gate gate;
  private final FallbackSessions sessions;

  BridgeRoutes(Vertx vertx, Desk desk, SocketDoor door, Gate gate, FallbackSessions sessions) {
    this.vertx = vertx;
    this.desk = desk;
    this.door = door;
    this.gate = gate;
    this.sessions = sessions;
  }

  /**
   * What the server must be told when it is made. The frame limit is above ours so that it is ours
   * that answers (with 1009); compression is off because it costs 100 KB a socket.
   */
  public static HttpServerOptions options(HttpServerOptions options, BridgeConfig config) {
    return options
        .setMaxWebSocketFrameSize(4 * config.maxMessageBytes())
        .setMaxWebSocketMessageSize(4 * config.maxMessageBytes())
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .addWebSocketSubProtocol("bearer");
  }

  /** Mounts all paths. */
  public void mount(Router router) {
    router
        .route("/ws/mcp-status")
        .handler(gate::origin)
        .handler(gate::callerOf)
        .handler(this::feed);
    router.route("/eventbus").handler(gate::origin);
    router.route("/eventbus/*").handler(gate::origin).handler(gate::plainPath);
    router.route("/eventbus/websocket").handler(gate::callerOf).handler(this::raw);
    router.route(SOCKJS_SOCKET).handler(gate::callerOf).handler(this::sockJs);
    router.route("/eventbus/*").handler(this::callerUnlessInfo);
    router
        .route("/eventbus/*")
        .handler(BodyHandler.create(false).setBodyLimit(desk.config().maxMessageBytes()))
        .subRouter(SockJSHandler.create(vertx, sockJsOptions()).socketHandler(this::fallback));
  }

  /** What a client must know before it can show a proof; it tells nothing about us. */
  private void callerUnlessInfo(RoutingContext ctx) {
    if (ctx.normalizedPath().endsWith("/xhr")) {
      // Vert.x closes the connection after each poll; a client must know, or its next one fails.
      ctx.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (ctx.normalizedPath().equals("/eventbus/info")) {
      ctx.next();
    } else {
      gate.callerOfSockJs(ctx);
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

  private void fallback(SockJSSocket socket) {
    RoutingContext ctx = socket.routingContext();
    Caller caller = Gate.caller(ctx);
    Runnable whenClosed = sessions.open(ctx.request(), caller);
    door.fallback(socket, caller, connection -> new BusProtocol(desk, connection), whenClosed);
  }

  /** The WebSocket transport stays announced in /info; our own route answers it. */
  private SockJSHandlerOptions sockJsOptions() {
    return new SockJSHandlerOptions()
        .setHeartbeatInterval(desk.config().ping().toMillis())
        .setInsertJSESSIONID(false)
        .addDisabledTransport("JSON_P")
        .addDisabledTransport("HTML_FILE");
  }
}
