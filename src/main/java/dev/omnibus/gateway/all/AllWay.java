package dev.omnibus.gateway.all;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.catalog.Description;
import dev.omnibus.gateway.catalog.Route;
import dev.omnibus.gateway.catalog.View;
import dev.omnibus.gateway.plane.Doors;
import dev.omnibus.gateway.plane.Guest;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Onward;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.NoTask;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All servers as one, for one agent and in its era: lists come from the catalogue, what names
 * something of a server goes to that server under the name it knows. Policy and counting of calls
 * are behind the ways to the single servers. It lives on one loop.
 */
final class AllWay implements Way {

  private static final Set<String> LEVELS =
      Set.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

  private final Shop shop;
  private final Doors one;
  private final Guest guest;
  private final Questions questions = new Questions();
  private final Map<String, Inner> inners = new LinkedHashMap<>();
  private final Lists lists;
  private final Watch watch;
  private final Promise<Void> closed = Promise.promise();
  private Handler<Envelope> ear;
  private String level;

  AllWay(Vertx vertx, Shop shop, Doors one, Guest guest) {
    this.shop = shop;
    this.one = one;
    this.guest = guest;
    this.lists = new Lists(shop, guest, this::inner);
    this.watch = new Watch(vertx, shop.catalog(), lists::view);
  }

  private Inner inner(String server) {
    return inners.computeIfAbsent(
        server,
        name -> {
          Inner young =
              new Inner(() -> one.open(guest.at(name)), questions, shop.config().callTimeout());
          young.hear(ear);
          if (level != null) {
            young.level(level);
          }
          return young;
        });
  }

  @Override
  public Flight request(Envelope request, FlightListener listener, Duration deadline) {
    try {
      return answer(request, listener, deadline);
    } catch (RpcException refused) {
      listener.response(Replies.error(request, refused));
      return new Onward();
    }
  }

  private Flight answer(Envelope request, FlightListener listener, Duration deadline) {
    return switch (request.method()) {
      case "tools/list", "prompts/list", "resources/list", "resources/templates/list" ->
          lists.answer(request, listener);
      case "tools/call" -> named(Listed.TOOLS, request, listener, deadline);
      case "prompts/get" -> named(Listed.PROMPTS, request, listener, deadline);
      case "resources/read" -> read(request, listener, deadline);
      case "resources/subscribe" -> subscribe(request, listener, deadline);
      case "resources/unsubscribe" -> unsubscribe(request, listener, deadline);
      case "completion/complete" -> complete(request, listener, deadline);
      case "logging/setLevel" -> level(request, listener);
      case "subscriptions/listen" -> listen(request, listener);
      case "server/discover" -> said(request, listener, described().encode());
      case "ping" -> said(request, listener, "{}");
      default ->
          throw RpcException.of(
              200, JsonRpc.METHOD_NOT_FOUND, "Method not found: " + request.method());
    };
  }

  private static Flight said(Envelope request, FlightListener listener, String json) {
    listener.response(Replies.result(request, json));
    return new Onward();
  }

  private Flight named(
      Listed listed, Envelope request, FlightListener listener, Duration deadline) {
    String name = request.text("params", "name");
    Route route =
        lists
            .view()
            .named(listed, String.valueOf(name))
            .orElseThrow(() -> unknown(request.method(), name));
    return onward(route, request, listener, deadline, "params", "name");
  }

  private RpcException unknown(String method, String name) {
    return Permits.unknown(guest.era(), method, name);
  }

  private Flight onward(
      Route route, Envelope request, FlightListener listener, Duration deadline, String... nameAt) {
    // Tasks are not offered for all servers together.
    Envelope theirs = NoTask.of(request).splice().replaceText(route.name(), nameAt).toEnvelope();
    Onward flight = new Onward();
    inner(route.server()).send(flight, theirs, listener, deadline);
    return flight;
  }

  private Flight read(Envelope request, FlightListener listener, Duration deadline) {
    List<Route> routes = resource(request);
    Onward flight = new Onward();
    new InTurn(routes, this::inner, request, listener, deadline, flight).next();
    return flight;
  }

  private List<Route> resource(Envelope request) {
    String uri = request.text("params", "uri");
    List<Route> routes = uri == null ? List.of() : lists.view().resource(uri);
    if (routes.isEmpty()) {
      throw unknown(request.method(), uri);
    }
    return routes;
  }

  private Flight subscribe(Envelope request, FlightListener listener, Duration deadline) {
    Inner inner = inner(resource(request).get(0).server());
    String uri = request.text("params", "uri");
    Onward flight = new Onward();
    inner.send(
        flight, request, new Succeeding(listener, () -> inner.subscribed(uri, true)), deadline);
    return flight;
  }

  private Flight unsubscribe(Envelope request, FlightListener listener, Duration deadline) {
    String uri = request.text("params", "uri");
    for (Inner inner : inners.values()) {
      if (inner.isSubscribed(uri)) {
        Onward flight = new Onward();
        inner.subscribed(uri, false);
        inner.send(flight, request, listener, deadline);
        return flight;
      }
    }
    return said(request, listener, "{}");
  }

  private Flight complete(Envelope request, FlightListener listener, Duration deadline) {
    boolean isPrompt = "ref/prompt".equals(request.text("params", "ref", "type"));
    String prompt = isPrompt ? request.text("params", "ref", "name") : null;
    String uri = isPrompt ? null : request.text("params", "ref", "uri");
    View view = lists.view();
    Route route =
        (prompt != null ? view.named(Listed.PROMPTS, prompt) : view.template(String.valueOf(uri)))
            .orElseThrow(() -> unknown(request.method(), prompt));
    return onward(
        route, request, listener, deadline, "params", "ref", prompt != null ? "name" : "uri");
  }

  private Flight level(Envelope request, FlightListener listener) {
    if (!LEVELS.contains(String.valueOf(request.text("params", "level")))) {
      throw RpcException.of(200, JsonRpc.INVALID_PARAMS, "Invalid params: no such level");
    }
    level = request.raw("params", "level");
    inners.values().forEach(inner -> inner.level(level));
    return said(request, listener, "{}");
  }

  private Flight listen(Envelope request, FlightListener listener) {
    return new Listening(request, listener, watch, lists::view, this::inner, shop.config()).begin();
  }

  @Override
  public Era era() {
    return guest.era();
  }

  @Override
  public JsonObject described() {
    return Description.of(shop.self(), guest.era(), lists.view());
  }

  /** There is no session at a server that could be lost as a whole. */
  @Override
  public long generation() {
    return 1;
  }

  @Override
  public Future<Void> post(Envelope message) {
    if (message.isReply()) {
      return questions.answer(message);
    }
    inners.values().forEach(inner -> inner.post(message));
    return Future.succeededFuture();
  }

  @Override
  public void onMessage(Handler<Envelope> handler) {
    ear = handler;
    inners.values().forEach(inner -> inner.hear(handler));
    watch.hear(this, handler);
  }

  @Override
  public void onRenewed(Handler<Long> handler) {
    // never
  }

  @Override
  public Future<Void> closed() {
    return closed.future();
  }

  @Override
  public Future<Void> close() {
    watch.close();
    List<Future<Void>> closing = inners.values().stream().map(Inner::close).toList();
    inners.clear();
    closed.tryComplete();
    return Future.join(closing).mapEmpty();
  }
}
