package dev.omnibus.gateway;

import dev.omnibus.access.Access;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.Owners;
import dev.omnibus.config.Endpoints;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.Hosts;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.relay.Relay;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.talk.Talk;
import dev.omnibus.gateway.target.Targets;
import dev.omnibus.mcp.ClientInfo;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** The room put together: what all event loops of a node share, and a front for each of them. */
public final class Gateway {

  private final Vertx vertx;
  private final Access access;
  private final GatewayConfig config;
  private final Hosts hosts;
  private final Permits permits;
  private final Sessions sessions;
  private final Seen seen;
  private final Talk talk;
  private final Switch routes;

  private Gateway(
      Vertx vertx,
      Bus bus,
      Owners owners,
      LiveConfig live,
      Access access,
      Endpoints endpoints,
      GatewayConfig config,
      ClientInfo self,
      List<String> origins,
      MeterRegistry meters,
      Sessions sessions) {
    this.vertx = vertx;
    this.access = access;
    this.config = config;
    this.hosts = new Hosts(origins);
    this.permits = new Permits(access.policy());
    this.sessions = sessions;
    this.seen = new Seen(meters, bus, config);
    this.talk = new Talk(bus, owners, live, permits, seen, config, self);
    this.routes = new Switch(live, owners.board(), new Targets(vertx, live, endpoints));
  }

  /**
   * @param self how {@code /mcp} calls itself
   * @param origins configured origins; their hosts are names of this node too
   */
  public static Future<Gateway> open(
      Vertx vertx,
      Bus bus,
      Owners owners,
      LiveConfig live,
      Access access,
      Endpoints endpoints,
      GatewayConfig config,
      ClientInfo self,
      List<String> origins,
      MeterRegistry meters) {
    return Sessions.open(vertx, bus, access.sessions(), config)
        .map(
            sessions ->
                new Gateway(
                    vertx, bus, owners, live, access, endpoints, config, self, origins, meters,
                    sessions));
  }

  /** Whether this request is for an agent's endpoint; to be asked before any router. */
  public static boolean takes(HttpServerRequest request) {
    String path = request.path();
    return path != null && path.startsWith("/mcp") && (path.length() == 4 || path.charAt(4) == '/');
  }

  /** A front for one event loop; to be called on that loop. */
  public Front onLoop() {
    return new Front(
        access.doorkeeper(),
        hosts,
        permits,
        sessions,
        config,
        talk,
        routes,
        new Relay(vertx, sessions, permits, seen, config));
  }
}
