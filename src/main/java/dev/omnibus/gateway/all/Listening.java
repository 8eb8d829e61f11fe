package dev.omnibus.gateway.all;

import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.catalog.Route;
import dev.omnibus.gateway.catalog.View;
import dev.omnibus.gateway.era.Listen;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Onward;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One {@code subscriptions/listen} of a modern agent to all servers (MCP 2026-07-28,
 * subscriptions): changes of lists come from the catalogue, those of single resources from the
 * servers that have them, each asked under the same id.
 */
final class Listening implements Flight {

  private static final String LISTEN = "notifications";

  private final Envelope request;
  private final FlightListener listener;
  private final Watch watch;
  private final Supplier<View> view;
  private final Function<String, Inner> inners;
  private final GatewayConfig config;
  private final Listen listen;
  private final List<Onward> flights = new ArrayList<>();
  private boolean over;

  Listening(
      Envelope request,
      FlightListener listener,
      Watch watch,
      Supplier<View> view,
      Function<String, Inner> inners,
      GatewayConfig config) {
    this.request = request;
    this.listener = listener;
    this.watch = watch;
    this.view = view;
    this.inners = inners;
    this.config = config;
    this.listen = Listen.of(request);
  }

  Flight begin() {
    if (listen.resources().size() > Listen.MAX_RESOURCES) {
      throw RpcException.of(200, JsonRpc.INVALID_PARAMS, "Invalid params: too many resources");
    }
    listener.message(listen.acknowledged(request));
    watch.hear(this, this::changed);
    byServer().forEach(this::subscribe);
    return this;
  }

  private Map<String, List<String>> byServer() {
    Map<String, List<String>> uris = new TreeMap<>();
    View now = view.get();
    for (String uri : listen.resources()) {
      for (Route route : now.resource(uri).stream().limit(1).toList()) {
        uris.computeIfAbsent(route.server(), s -> new ArrayList<>()).add(uri);
      }
    }
    return uris;
  }

  private void subscribe(String server, List<String> uris) {
    String filter = "{\"resourceSubscriptions\":" + Json.encode(uris) + "}";
    Envelope theirs = request.splice().replace(request.at("params", LISTEN), filter).toEnvelope();
    Onward flight = new Onward();
    flights.add(flight);
    inners.apply(server).send(flight, theirs, new Updates(), config.maxCall());
  }

  private void changed(Envelope notification) {
    if (!over && listen.hears(notification)) {
      listener.message(Listen.tagged(notification, request));
    }
  }

  /** A server that ends its part, or goes away, ends it all: the agent has to listen anew. */
  private void end() {
    if (!over) {
      cancel("a server ended its subscription");
      listener.response(Listen.ended(request));
    }
  }

  @Override
  public void cancel(String reason) {
    over = true;
    watch.hear(this, null);
    flights.forEach(flight -> flight.cancel(reason));
    flights.clear();
  }

  @Override
  public void extend(Duration deadline) {
    // it ends when the agent or a server ends it
  }

  @Override
  public void pause() {
    flights.forEach(Onward::pause);
  }

  @Override
  public void resume() {
    flights.forEach(Onward::resume);
  }

  private final class Updates implements FlightListener {

    @Override
    public void message(Envelope message) {
      if (!over && listen.hears(message)) {
        listener.message(message);
      }
    }

    @Override
    public void response(Envelope reply) {
      if (reply.type() == Envelope.Type.RESULT) {
        end(); // an error: the server tells nothing of single resources
      }
    }

    @Override
    public void failed(Throwable why, boolean sent) {
      end();
    }
  }
}
