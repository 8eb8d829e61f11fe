package dev.omnibus.gateway;

import dev.omnibus.access.Access;
import dev.omnibus.access.Seal;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Owners;
import dev.omnibus.config.Endpoints;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.Hiding;
import dev.omnibus.gateway.agent.Hosts;
import dev.omnibus.gateway.agent.ListChanged;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.all.AllDoor;
import dev.omnibus.gateway.all.Shop;
import dev.omnibus.gateway.balance.Balance;
import dev.omnibus.gateway.balance.Bulkheads;
import dev.omnibus.gateway.balance.Crowd;
import dev.omnibus.gateway.balance.Intermission;
import dev.omnibus.gateway.balance.Pools;
import dev.omnibus.gateway.balance.Repeats;
import dev.omnibus.gateway.balance.Witness;
import dev.omnibus.gateway.catalog.Catalog;
import dev.omnibus.gateway.catalog.LastKnown;
import dev.omnibus.gateway.desk.Desk;
import dev.omnibus.gateway.plane.Guest;
import dev.omnibus.gateway.plane.OneDoor;
import dev.omnibus.gateway.plane.Plane;
import dev.omnibus.gateway.relay.Relays;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.target.Targets;
import dev.omnibus.gateway.way.Opening;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.gateway.way.Ways;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.measure.Measures;
import dev.omnibus.model.LimitSpec;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.tracing.Traces;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The room put together: what all event loops of a node share, and a front for each of them. */
public final class Gateway {

  private final Access access;
  private final Seen seen;
  private final GatewayConfig config;
  private final Hosts hosts;
  private final Permits permits;
  private final Sessions sessions;
  private final Relays relays;
  private final Switch routes;
  private final Intermission intermission;
  private final Ways ways;
  private final Plane plane;
  private final Desk desk;
  private final UnderWay underWay;

  private Gateway(
      Vertx vertx,
      Bus bus,
      Owners owners,
      LiveConfig live,
      Catalog catalog,
      Hiding hiding,
      Access access,
      Endpoints endpoints,
      GatewayConfig config,
      ClientInfo self,
      List<String> origins,
      Measures measures,
      AuditTrail trail,
      Traces traces,
      Clock clock,
      Sessions sessions) {
    this.access = access;
    this.config = config;
    this.hosts = new Hosts(origins);
    this.permits = new Permits(access.policy(), hiding);
    this.sessions = sessions;
    Seen seen = new Seen(measures, bus, config, trail, traces, catalog::hasTool, clock);
    this.seen = seen;
    vertx.setPeriodic(Seen.flushTime().toMillis(), id -> seen.flush());
    Targets targets = new Targets(vertx, live, endpoints);
    this.routes = new Switch(live, owners.board(), targets, clock);
    Seal waiting = access.sessions().of("mcp-waiting");
    Shop shop = new Shop(catalog, live, owners.board(), permits, seen, config, self);
    Bulkheads bulkheads = new Bulkheads(config, server -> limits(live, server));
    live.onServers(change -> bulkheads.refresh());
    Repeats repeats = new Repeats(shop::safeToRepeat);
    Pools pools = new Pools(live, owners.board(), config.balance());
    this.intermission =
        new Intermission(vertx, routes::isBackSoon, server -> bulkheads.of(server).limits());
    this.underWay =
        new UnderWay(bulkheads, intermission::waiting, pools::of, owners.board(), seen, sessions);
    Balance balance =
        new Balance(
            bulkheads, repeats, pools::of, intermission, new Witness(vertx, bus, owners)::saw);
    LastKnown lastKnown = new LastKnown(catalog, permits, shop::isForAll);
    this.relays =
        new Relays(
            vertx,
            bus,
            sessions,
            permits,
            seen,
            config,
            balance,
            targets,
            post -> lastKnown.answer(post.caller(), post.era(), post.server(), post.message()),
            () -> others(owners.membership()));
    measures.source(new Crowd(bulkheads, pools, name -> live.servers().containsKey(name)));
    measures.source(relays.stocks());
    live.onServers(change -> relays.stocks().retain(live.owned().keySet()));
    this.ways = new Ways(vertx, bus, owners, live, endpoints, self, balance);
    Servers servers = new Servers(ways, routes, intermission);
    OneDoor one =
        new OneDoor(vertx, servers, permits, seen, config, bulkheads, waiting, bus.node());
    this.plane =
        new Plane(
            vertx,
            bus,
            sessions,
            permits,
            config,
            new AllDoor(vertx, shop, one),
            repeats,
            bulkheads,
            lastKnown,
            waiting,
            node -> owners.membership().live().contains(NodeId.of(node)));
    OneDoor untold =
        new OneDoor(vertx, servers, permits, seen.untold(), config, bulkheads, waiting, bus.node());
    this.desk =
        new Desk(
            vertx,
            bus,
            owners.membership(),
            live,
            permits,
            one,
            untold,
            lastKnown,
            config,
            self,
            trail,
            clock);
    hiding.onDecided(this::decided);
  }

  /** What agents of a server may see is something else now, though the server did not change. */
  private void decided(String server, Set<Listed> lists) {
    List<Buffer> messages = ListChanged.messages(lists);
    plane.tell(server, messages);
    relays.tell(server, messages);
  }

  private static LimitSpec limits(LiveConfig live, String server) {
    ServerSpec spec = live.servers().get(server);
    return spec == null ? LimitSpec.DEFAULT : spec.limits();
  }

  private static List<String> others(Membership membership) {
    return membership.live().stream()
        .filter(node -> !node.equals(membership.self()))
        .map(NodeId::toString)
        .toList();
  }

  private record Servers(Ways ways, Switch routes, Intermission intermission)
      implements OneDoor.Server {

    @Override
    public Future<Way> open(Guest guest) {
      Intermission.Waiter waiter = intermission.await(guest.server());
      return waiter == null ? openNow(guest) : waiter.over().compose(over -> openNow(guest));
    }

    private Future<Way> openNow(Guest guest) {
      routes.refuseIfAway(guest.server());
      return ways.open(
          new Opening(
              guest.server(),
              guest.caller(),
              guest.session(),
              guest.agent().info(),
              guest.agent().capabilities(),
              guest.replica()));
    }

    @Override
    public boolean spreads(String server) {
      return ways.spreads(server);
    }

    @Override
    public String best(String server) {
      return ways.best(server);
    }

    @Override
    public boolean isDraining(String server) {
      return routes.isDraining(server);
    }

    @Override
    public Intermission.Waiter await(String server) {
      return intermission.await(server);
    }

    @Override
    public void ended(Guest guest) {
      ways.end(guest.server(), guest.session());
    }
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
      Catalog catalog,
      Hiding hiding,
      Access access,
      Endpoints endpoints,
      GatewayConfig config,
      ClientInfo self,
      List<String> origins,
      Measures measures,
      AuditTrail trail,
      Traces traces,
      Clock clock) {
    return Sessions.open(vertx, bus, access.sessions(), config)
        .map(
            sessions ->
                new Gateway(
                    vertx, bus, owners, live, catalog, hiding, access, endpoints, config, self,
                    origins, measures, trail, traces, clock, sessions))
        .compose(gateway -> gateway.listen(bus));
  }

  private Future<Gateway> listen(Bus bus) {
    return Future.all(plane.listen(), relays.listen(), desk.listen(), underWay.listen(bus))
        .map(this);
  }

  /** Whether this request is for an agent's endpoint; to be asked before any router. */
  public static boolean takes(HttpServerRequest request) {
    String path = request.path();
    return path != null && path.startsWith("/mcp") && (path.length() == 4 || path.charAt(4) == '/');
  }

  /** Ends what agents have under way here, and all that leads to servers for them. */
  public Future<Void> close() {
    return Future.join(plane.close(), desk.close())
        .eventually(ways::close)
        .onComplete(done -> seen.flush())
        .mapEmpty();
  }

  /** A front for one event loop; to be called on that loop. */
  public Front onLoop() {
    return new Front(
        access.doorkeeper(),
        access.resource(),
        hosts,
        config,
        new Dispatch(permits, sessions, routes, plane, relays.onLoop()));
  }
}
