package dev.omnibus.bridge;

import dev.omnibus.access.Caller;
import dev.omnibus.bridge.socket.Desk;
import dev.omnibus.bridge.socket.SockJsFrames;
import dev.omnibus.bridge.socket.SocketDoor;
import dev.omnibus.bridge.socket.XhrAnswer;
import dev.omnibus.bridge.socket.XhrSession;
import dev.omnibus.bus.Failure;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * SockJS over HTTP requests: xhr-polling and xhr-streaming, and what goes with them. Our own, since
 * the one of Vert.x knows one close code for all, and a second poll cuts the first one off. Who may
 * come in was decided before.
 */
final class XhrRoutes {

  private static final String YEAR = "31536000";
  private final Map<String, XhrSession> open = new ConcurrentHashMap<>();
  private final Desk desk;
  private final SocketDoor door;
  private final Gate gate;
  private final FallbackSessions owners;

  XhrRoutes(Desk desk, SocketDoor door, Gate gate, FallbackSessions owners) {
    this.desk = desk;
    this.door = door;
    this.gate = gate;
    this.owners = owners;
  }

  void greeting(RoutingContext ctx) {
    ctx.response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=UTF-8")
        .end("Welcome to SockJS!\n");
  }

  void info(RoutingContext ctx) {
    if (isPreflight(ctx)) {
      preflight(ctx, "OPTIONS, GET");
      return;
    }
    JsonObject info =
        new JsonObject()
            .put("websocket", true)
            .put("cookie_needed", false)
            .put("origins", new JsonArray().add("*:*"))
            .put("entropy", ThreadLocalRandom.current().nextLong(1L << 32));
    headers(ctx)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=UTF-8")
        .end(info.encode());
  }

  void poll(RoutingContext ctx) {
    ask(ctx, false);
  }

  void stream(RoutingContext ctx) {
    ask(ctx, true);
  }

  private void ask(RoutingContext ctx, boolean streaming) {
    if (isPreflight(ctx)) {
      preflight(ctx, "OPTIONS, POST");
      return;
    }
    XhrSession session = session(ctx);
    if (!session.isOf(Gate.caller(ctx).user())) {
      gate.refuse(ctx, Failure.FORBIDDEN.because("the session is another caller's"));
      return;
    }
    HttpServerResponse response =
        headers(ctx).putHeader(HttpHeaders.CONTENT_TYPE, "application/javascript; charset=UTF-8");
    session.ask(
        streaming
            ? XhrAnswer.streaming(response, ctx.request().version())
            : XhrAnswer.polling(response));
  }

  /** The one that wins opens the socket; whoever comes at the same moment finds it. */
  private XhrSession session(RoutingContext ctx) {
    String id = ctx.pathParam("session");
    XhrSession known = open.get(id);
    if (known != null) {
      return known;
    }
    Caller caller = Gate.caller(ctx);
    XhrSession young =
        door.xhrSession(
            caller,
            () -> {
              owners.forget(id);
              open.remove(id);
            });
    XhrSession first = open.putIfAbsent(id, young);
    if (first != null) {
      return first;
    }
    owners.open(ctx.request(), caller);
    door.xhr(ctx.request(), young, caller, socket -> new BusProtocol(desk, socket));
    return young;
  }

  void send(RoutingContext ctx) {
    if (isPreflight(ctx)) {
      preflight(ctx, "OPTIONS, POST");
      return;
    }
    XhrSession session = open.get(ctx.pathParam("session"));
    if (session == null) {
      gate.refuse(ctx, Failure.NOT_FOUND.because("there is no such session"));
    } else if (!session.isOf(Gate.caller(ctx).user())) {
      gate.refuse(ctx, Failure.FORBIDDEN.because("the session is another caller's"));
    } else {
      take(ctx, session, ctx.body().asString());
    }
  }

  private static void take(RoutingContext ctx, XhrSession session, String body) {
    if (body == null || body.isEmpty()) {
      ctx.response().setStatusCode(500).end("Payload expected.");
      return;
    }
    Optional<List<String>> messages = SockJsFrames.messages(body);
    if (messages.isEmpty()) {
      ctx.response().setStatusCode(500).end("Broken JSON encoding.");
      return;
    }
    session.received(messages.get());
    headers(ctx)
        .setStatusCode(204)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=UTF-8")
        .end();
  }

  /** It carries no proof and gets nothing but headers; the origin was checked. */
  static boolean isPreflight(RoutingContext ctx) {
    return ctx.request().method().equals(HttpMethod.OPTIONS);
  }

  private static void preflight(RoutingContext ctx, String methods) {
    headers(ctx)
        .putHeader(HttpHeaders.CACHE_CONTROL, "public,max-age=" + YEAR)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, YEAR)
        .setStatusCode(204)
        .end();
  }

  /** Nothing of it may be kept by anybody, and a page that was let in may read it. */
  private static HttpServerResponse headers(RoutingContext ctx) {
    MultiMap asked = ctx.request().headers();
    String origin = asked.get(HttpHeaders.ORIGIN);
    HttpServerResponse response = ctx.response();
    response
        .putHeader(
            HttpHeaders.CACHE_CONTROL,
            "no-store, no-cache, no-transform, must-revalidate, max-age=0")
        .putHeader(HttpHeaders.VARY, "Origin")
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin == null ? "*" : origin);
    if (origin != null) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    String wanted = asked.get(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    if (wanted != null) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted);
    }
    return response;
  }
}
