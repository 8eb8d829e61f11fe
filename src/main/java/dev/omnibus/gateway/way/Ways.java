package dev.omnibus.gateway.way;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Owners;
import dev.omnibus.config.Endpoints;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.balance.Balance;
import dev.omnibus.gateway.balance.Fate;
import dev.omnibus.gateway.balance.Pick;
import dev.omnibus.gateway.balance.Pool;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.mcp.ConnectOptions;
import dev.omnibus.mcp.McpConnector;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The one door to the servers for whoever has messages for them. */
public final class Ways {

  /** A process that is just coming up is waited for, but not long. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** A process of one's own has to start first. */
  private static final Duration START = Duration.ofSeconds(30);

  private static final Duration HANDSHAKE = Duration.ofSeconds(10);
  private static final Duration SLACK = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Bus bus;
  private final Owners owners;
  private final LiveConfig live;
  private final Endpoints endpoints;
  private final McpConnector connector;
  private final Balance balance;
  private final Map<String, HeaderHints> hints = new ConcurrentHashMap<>();
  private final Map<HttpWay, Straight> straight = new ConcurrentHashMap<>();

  /** Where a way without an owner leads, and where it lives. */
  private record Straight(ServerSpec spec, Context context) {}

  /**
   * @param self what a server is told of who opens a way for an agent without a name
   */
  public Ways(
      Vertx vertx,
      Bus bus,
      Owners owners,
      LiveConfig live,
      Endpoints endpoints,
      ClientInfo self,
      Balance balance) {
    this.balance = balance;
    this.endpoints = endpoints;
    this.connector = new McpConnector(vertx, self);
    live.onServers(change -> changed());
    this.vertx = vertx;
    this.bus = bus;
    this.owners = owners;
    this.live = live;
  }

  /**
   * Opens a way, which lives on the caller's context. Fails with a {@link
   * dev.omnibus.bus.BusException} or a {@link dev.omnibus.mcp.McpException} when there is no
   * session at the server now.
   */
  public Future<Way> open(Opening opening) {
    ServerSpec spec = live.servers().get(opening.server());
    if (spec == null) {
      return Future.failedFuture(
          Failure.NOT_FOUND.because("there is no server '" + opening.server() + "'"));
    }
    return spec.isGroup() ? toOneOf(opening, spec) : to(opening, spec);
  }

  /**
   * Whether what an agent without a session asks of a server may go to whichever replica is best;
   * where each agent has its own, it stays there.
   */
  public boolean spreads(String server) {
    ServerSpec spec = live.servers().get(server);
    return spec != null && spec.isGroup() && !spec.sessions().own();
  }

  /** The replica that has least to do; null for a server that does not spread its calls. */
  public String best(String server) {
    Pool pool = spreads(server) ? balance.pools().apply(server) : null;
    if (pool == null) {
      return null;
    }
    long now = System.nanoTime();
    Pick pick = pool.pick(now);
    if (pick == null) {
      throw Failure.UNAVAILABLE.because("no replica can be asked");
    }
    pick.over(Fate.UNKNOWN, now);
    return pick.name();
  }

  private Future<Way> to(Opening opening, ServerSpec spec) {
    boolean straight = spec.transport() == TransportKind.HTTP && !spec.hasProcess();
    return straight
        ? straight(opening, spec)
        : remote(opening, spec.name(), spec.sessions().own() ? START : PATIENCE);
  }

  /** To the replica where the session lives, or to the best; another one only if that fails. */
  private Future<Way> toOneOf(Opening opening, ServerSpec group) {
    Pool pool = balance.pools().apply(group.name());
    return toOneOf(opening, pool, new HashSet<>());
  }

  private Future<Way> toOneOf(Opening opening, Pool pool, Set<String> tried) {
    long now = System.nanoTime();
    String home = tried.isEmpty() ? opening.replica() : null;
    Pick pick = home == null ? pool.pick(now, tried) : pool.keep(home, now);
    pick = pick == null ? pool.refuge(now, tried) : pick;
    ServerSpec member = pick == null ? null : live.owned().get(pick.name());
    if (member == null || !tried.add(member.name())) {
      if (pick != null) {
        pick.over(Fate.UNKNOWN, now);
      }
      return Future.failedFuture(Failure.UNAVAILABLE.because("no replica can be asked"));
    }
    Pick taken = pick;
    return to(opening, member)
        .<Way>map(
            way -> new ReplicaWay(way, member.name(), pool, balance.witness(), isSpread(opening)))
        .onComplete(done -> taken.over(Fate.UNKNOWN, now))
        .recover(
            cause -> {
              if (!pool.hasOthers(tried, System.nanoTime())) {
                return Future.failedFuture(cause);
              }
              return toOneOf(opening, pool, tried);
            });
  }

  /** Then a replica at rest is asked only for what it alone knows. */
  private boolean isSpread(Opening opening) {
    return opening.session() == null && spreads(opening.server());
  }

  /** Ends what is kept for a session of an agent at a server, if anything is. */
  public void end(String server, String session) {
    ServerSpec spec = live.servers().get(server);
    if (spec != null && spec.isGroup()) {
      spec.members().forEach(member -> endAt(member.name(), session));
    } else {
      endAt(server, session);
    }
  }

  private void endAt(String server, String session) {
    JsonObject body = new JsonObject().put("server", server).put("session", session);
    owners
        .of(server)
        .ifPresent(owner -> bus.askNode(owner.toString(), Addresses.MCP_END, body, null, PATIENCE));
  }

  /** Ends all that lead straight to a server; the others end with their channels. */
  public Future<Void> close() {
    return connector.close();
  }

  private Future<Way> straight(Opening opening, ServerSpec spec) {
    HeaderHints shared = hints.computeIfAbsent(opening.server(), name -> new HeaderHints());
    ConnectOptions options = new ConnectOptions(HANDSHAKE, null, init(opening));
    Supplier<Future<McpSession>> opener =
        () ->
            vertx
                .executeBlocking(() -> endpoints.session(spec), false)
                .compose(where -> connector.connect(where, options));
    return opener.get().compose(first -> kept(new HttpWay(vertx, first, opener, shared), spec));
  }

  private Future<Way> kept(HttpWay way, ServerSpec spec) {
    straight.put(way, new Straight(spec, vertx.getOrCreateContext()));
    way.closed().onComplete(over -> straight.remove(way));
    if (hasMoved(spec)) {
      way.close();
      return Future.failedFuture(Failure.UNAVAILABLE.because("the server is elsewhere now"));
    }
    return Future.succeededFuture(way);
  }

  /** Ways that lead to where a server was are over; the next ones lead to where it is. */
  private void changed() {
    hints.clear();
    straight.forEach(
        (way, leads) -> {
          if (hasMoved(leads.spec())) {
            leads.context().runOnContext(v -> way.moved());
          }
        });
  }

  private boolean hasMoved(ServerSpec spec) {
    ServerSpec now = live.owned().get(spec.name());
    return now == null || !now.reached().equals(spec.reached());
  }

  /**
   * @param name of the server, or of one of its replicas
   */
  private Future<Way> remote(Opening opening, String name, Duration patience) {
    NodeId owner = owners.of(name).orElse(null);
    if (owner == null) {
      return Future.failedFuture(Failure.UNAVAILABLE.because(null));
    }
    JsonObject body =
        new JsonObject()
            .put("server", name)
            .put("user", opening.caller().user())
            .put("session", opening.session())
            .put("init", init(opening))
            .put("patienceMs", patience.toMillis());
    return bus.channels()
        .open(owner.toString(), Addresses.MCP_OPEN, body, patience.plus(SLACK))
        .map(opened -> new RemoteWay(vertx, owner.toString(), opened.channel(), opened.answer()));
  }

  /** What the agent would say to a legacy server. */
  private static JsonObject init(Opening opening) {
    JsonObject info =
        opening.info() == null
            ? new JsonObject().put("name", "unnamed").put("version", "0")
            : new JsonObject(opening.info());
    String capabilities = opening.capabilities();
    return new JsonObject()
        .put("protocolVersion", Revisions.NEWEST_LEGACY)
        .put("capabilities", new JsonObject(capabilities == null ? "{}" : capabilities))
        .put("clientInfo", info);
  }
}
