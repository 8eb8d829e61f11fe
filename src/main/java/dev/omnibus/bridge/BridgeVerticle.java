package dev.omnibus.bridge;

import dev.omnibus.access.Access;
import dev.omnibus.access.Caller;
import dev.omnibus.bridge.hub.Cursor;
import dev.omnibus.bridge.hub.HeaderFilter;
import dev.omnibus.bridge.hub.Hub;
import dev.omnibus.bridge.hub.Replay;
import dev.omnibus.bridge.socket.BridgeCounters;
import dev.omnibus.bridge.socket.Connections;
import dev.omnibus.bridge.socket.Desk;
import dev.omnibus.bridge.socket.SocketDoor;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.config.LiveConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears each event address once for this node, hands events to the hub, answers {@code
 * query.feed.resume}, and looks after the sockets. Deploy it once, before the routes are mounted.
 */
public final class BridgeVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(BridgeVerticle.class);
  private static final int DRAIN_STEPS = 20;

  private final BridgeConfig config;
  private final Bus bus;
  private final LiveConfig live;
  private final Access access;
  private final Clock clock;
  private final Hub hub;
  private final BridgeCounters counters = new BridgeCounters();
  private final Connections connections;
  private SocketDoor door;
  private BridgeRoutes routes;

  public BridgeVerticle(BridgeConfig config, Bus bus, LiveConfig live, Access access, Clock clock) {
    this.config = config;
    this.bus = bus;
    this.live = live;
    this.access = access;
    this.clock = clock;
    this.connections = new Connections(config, counters, clock);
    this.hub = new Hub(this::home, access.policy(), config);
  }

  @Override
  public Future<?> start() {
    OpenFiles.ofProcess().complaint(config.maxSockets()).ifPresent(LOG::warn);
    door = new SocketDoor(vertx, config, connections, access.tokens(), access.events());
    routes = openRoutes();
    live.onAccess(changed -> hub.accessChanged());
    vertx.setPeriodic(config.tick().toMillis(), id -> tick());
    MessageConsumer<JsonObject> resume = bus.answer(Addresses.QUERY_FEED_RESUME, this::resume);
    List<Future<Void>> heard = Addresses.EVENTS.stream().map(this::hear).toList();
    return Future.join(heard).compose(all -> resume.completion());
  }

  /** What the HTTP servers of this node mount, all the same one; null before this is deployed. */
  public BridgeRoutes routes() {
    return routes;
  }

  public BridgeCounters counters() {
    return counters;
  }

  private BridgeRoutes openRoutes() {
    Desk desk =
        new Desk(config, bus, hub, access.policy(), access.tokens(), access.events(), counters);
    FallbackSessions sessions = new FallbackSessions(clock);
    Gate gate = new Gate(access.doorkeeper(), sessions, counters);
    return new BridgeRoutes(vertx, desk, door, gate, sessions);
  }

  private void home(Runnable task) {
    context.runOnContext(ignored -> task.run());
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

  private void tick() {
    connections.tick();
    door.sweep();
  }

  /** {@code {"address","since","headers"?}} to {@code {"recovered","events":[..],"cursor"}}. */
  private Future<JsonObject> resume(Request request) {
    JsonObject body = request.body();
    String address = body.getString("address");
    Caller caller = Caller.fromJson(request.caller());
    if (address == null || !access.policy().mayHear(caller, address)) {
      return Future.failedFuture(Failure.FORBIDDEN.because(null));
    }
    HeaderFilter filter = HeaderFilter.fromJson(body.getJsonObject("headers"));
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
