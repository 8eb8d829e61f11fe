package dev.omnibus.bridge;

import dev.omnibus.access.Access;
import dev.omnibus.access.Caller;
import dev.omnibus.bridge.hub.Cursor;
import dev.omnibus.bridge.hub.HeaderFilter;
import dev.omnibus.bridge.hub.Hub;
import dev.omnibus.bridge.hub.Replay;
import dev.omnibus.bridge.hub.Slices;
import dev.omnibus.bridge.socket.AfterIo;
import dev.omnibus.bridge.socket.BridgeCounters;
import dev.omnibus.bridge.socket.Connections;
import dev.omnibus.bridge.socket.Desk;
import dev.omnibus.bridge.socket.Seats;
import dev.omnibus.bridge.socket.SocketDoor;
import dev.omnibus.bridge.socket.SocketTrail;
import dev.omnibus.bridge.socket.Tally;
import dev.omnibus.bridge.socket.Welcomes;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.presence.Attendance;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears each event address once for this node, hands events to the hub, answers {@code
 * query.feed.resume}, and looks after the sockets. Deploy it once, before the routes are mounted.
 */
public final class BridgeVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(BridgeVerticle.class);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration SETTLED = Duration.ofSeconds(2);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration WHOLE = Duration.ofSeconds(10);

  private final BridgeConfig config;
  private final Bus bus;
  private final Membership membership;
  private final LiveConfig live;
  private final Access access;
  private final Clock clock;
  private final Hub hub;
  private final BridgeCounters counters = new BridgeCounters();
  private final Connections connections;
  private final SocketTrail trail;
  private final Seats seats;
  private final Survivors survivors;
  private Past past;
  private List<String> known = List.of();
  private SocketDoor door;
  private BridgeRoutes routes;
  private TcpDoor tcp;

  public BridgeVerticle(
      BridgeConfig config,
      Bus bus,
      Membership membership,
      LiveConfig live,
      Access access,
      AuditTrail audit,
      Attendance attendance,
      Clock clock) {
    this.config = config;
    this.bus = bus;
    this.membership = membership;
    this.trail = new SocketTrail(audit, counters, clock);
    this.connections = new Connections(config, counters, trail, attendance, clock);
    this.seats = new Seats(config);
    this.live = live;
    this.access = access;
    this.clock = clock;
    this.hub = new Hub(new Slices(this::home, this::later), access.policy(), config);
    this.survivors = new Survivors(bus, hub, this::heardLate, clock.instant());
  }

  @Override
  public Future<?> start() {
    OpenFiles.ofProcess().complaint(config.maxSockets()).ifPresent(LOG::warn);
    door = new SocketDoor(vertx, config, connections, access.tokens(), access.events(), seats);
    routes = openRoutes();
    past = new Past(vertx, bus, hub, survivors::departed);
    live.onAccess(changed -> hub.accessChanged());
    vertx.setPeriodic(config.tick().toMillis(), id -> tick());
    vertx.setPeriodic(WHOLE.toMillis(), id -> tellWhole());
    membership.onChange(live -> home(() -> changed(live)));
    known = ids(membership.live());
    bus.hearAll(Addresses.TALLY, this::tallied);
    MessageConsumer<JsonObject> resume = bus.answer(Addresses.QUERY_FEED_RESUME, this::resume);
    List<Future<Void>> heard = Addresses.EVENTS.stream().map(this::hear).toList();
    return Future.join(heard)
        .compose(all -> past.open(known))
        .compose(all -> survivors.open())
        .compose(all -> resume.completion())
        .compose(all -> tcp.open());
  }

  /** What the HTTP servers of this node mount, all the same one; null before this is deployed. */
  public BridgeRoutes routes() {
    return routes;
  }

  /** The port of the bridge over TCP; -1 when it is off. */
  public int tcpPort() {
    return tcp.port();
  }

  /** Takes one of the messages that a caller may send now, for whoever asks by another door. */
  public boolean mayAsk(Caller caller) {
    return seats.takeMessage(caller.user(), System.nanoTime());
  }

  public BridgeCounters counters() {
    return counters;
  }

  private BridgeRoutes openRoutes() {
    Desk desk =
        new Desk(
            config,
            bus,
            hub,
            access.policy(),
            access.tokens(),
            access.events(),
            counters,
            trail,
            new Welcomes());
    tcp = new TcpDoor(vertx, desk, door, access.doorkeeper());
    FallbackSessions sessions = new FallbackSessions();
    Gate gate = new Gate(access.doorkeeper(), door, sessions, trail);
    return new BridgeRoutes(desk, door, gate, sessions);
  }

  private void home(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  private void later(Runnable task) {
    new AfterIo(context).execute(task);
  }

  private Future<Void> hear(String address) {
    return bus.hear(address, event -> heard(address, event)).completion();
  }

  private void heard(String address, JsonObject event) {
    hub.heard(address, event);
    if (address.equals(Addresses.EVENT_ACCESS_REVOKED)) {
      JsonObject data = event.getJsonObject("data", new JsonObject());
      connections.revoked(
          data.getString("user"), data.getString("session"), data.getString("reason"));
    }
  }

  /**
   * That somebody lost access, everybody on this node has to know; to hear it twice harms nobody.
   */
  private void heardLate(String address, JsonObject event) {
    heard(address, event);
    if (address.equals(Addresses.EVENT_ACCESS_REVOKED)) {
      bus.hearAgain(address, event);
    }
  }

  private void tick() {
    connections.tick();
    tell(false);
    door.sweep();
  }

  private void tellWhole() {
    tell(true);
    if (known.size() > 1) {
      survivors.tellAgain();
    }
  }

  /** What one that came just now has to know, and what one that went had is free again. */
  private void changed(List<NodeId> live) {
    List<String> now = ids(live);
    List<String> left = known.stream().filter(node -> !now.contains(node)).toList();
    boolean came = !known.containsAll(now);
    known = now;
    seats.keep(now);
    tell(true);
    survivors.left(left, now);
    if (came) {
      survivors.came(now);
    }
    vertx.setTimer(SETTLED.toMillis(), id -> survivors.tellAgain());
  }

  private static List<String> ids(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::toString).toList();
  }

  private void tell(boolean whole) {
    Optional<Tally> tally = seats.tally(bus.node(), whole);
    if (membership.live().size() > 1) {
      tally.ifPresent(told -> bus.tellAll(Addresses.TALLY, told.toJson()));
    }
  }

  private void tallied(JsonObject told) {
    Tally tally = Tally.fromJson(told);
    if (!tally.node().equals(bus.node())) {
      seats.heard(tally, System.nanoTime());
    }
  }

  /**
   * Nobody comes in any more; those who are here are told to come back elsewhere, each at its own
   * moment. Completes when the last has gone, or a little after the time for it is up.
   */
  @Override
  public Future<?> stop() {
    door.shut();
    connections.drain(config.drain());
    Promise<Void> gone = Promise.promise();
    long last = System.nanoTime() + config.drain().plus(GRACE).toNanos();
    vertx.setPeriodic(
        LOOK.toMillis(),
        id -> {
          if (connections.isEmpty() || System.nanoTime() > last) {
            vertx.cancelTimer(id);
            gone.tryComplete();
          }
        });
    return gone.future();
  }

  /** {@code {"address","since","headers"?}} to {@code {"recovered","events":[..],"cursor"}}. */
  private Future<JsonObject> resume(Request request) {
    JsonObject body = request.body();
    String address = body.getString("address");
    Caller caller = Caller.fromJson(request.caller());
    if (address == null || !access.policy().mayHear(caller, address)) {
      return Future.failedFuture(Failure.FORBIDDEN.because(null));
    }
    HeaderFilter filter = HeaderFilter.fromJson(address, body.getJsonObject("headers"));
    Replay replay = hub.replay(address, filter, caller, Cursor.from(body.getValue("since")));
    JsonArray events = new JsonArray();
    replay.events().forEach(event -> events.add(event.envelope()));
    return Future.succeededFuture(
        new JsonObject()
            .put("recovered", replay.recovered())
            .put("events", events)
            .put("cursor", replay.cursor().toJson()));
  }
}
