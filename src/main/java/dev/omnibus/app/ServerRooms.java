package dev.omnibus.app;

import dev.omnibus.access.Policy;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.Endpoints;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.Settings;
import dev.omnibus.coordinator.BoardVerticle;
import dev.omnibus.coordinator.CoordinatorVerticle;
import dev.omnibus.coordinator.log.Cleaner;
import dev.omnibus.coordinator.log.Logs;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.Catalog;
import dev.omnibus.gateway.catalog.CatalogVerticle;
import dev.omnibus.gateway.pins.Pinboard;
import dev.omnibus.gateway.pins.PinsVerticle;
import dev.omnibus.gateway.pins.Quarantine;
import dev.omnibus.health.HealthVerticle;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.tracing.Traces;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/**
 * The rooms that look after the servers: who speaks for them, how they are, what they list and what
 * of that is as it is pinned; and what others know of that.
 */
final class ServerRooms {

  private final ServerBoard board = new ServerBoard();
  private final Catalog catalog = new Catalog();
  private final Quarantine quarantine;
  private final BoardVerticle boards;
  private final CatalogVerticle lists;
  private final PinsVerticle pins;
  private final HealthVerticle health;
  private final CoordinatorVerticle coordinator;

  ServerRooms(
      Settings settings,
      Ground ground,
      LiveConfig live,
      Endpoints endpoints,
      Policy policy,
      Traces traces) {
    Bus bus = ground.bus();
    Membership membership = ground.membership();
    Clock clock = ground.clock();
    Duration digest = settings.node().coordinator().digest();
    Pinboard pinboard = new Pinboard();
    quarantine = new Quarantine(catalog, pinboard, live);
    boards = new BoardVerticle(bus, membership, live, board, digest);
    lists = new CatalogVerticle(bus, membership, live, catalog, digest);
    pins =
        new PinsVerticle(
            bus,
            membership,
            live,
            catalog,
            pinboard,
            quarantine,
            settings.data(),
            digest,
            policy,
            ground.trail(),
            clock);
    health =
        new HealthVerticle(
            bus, clock, settings.node().health(), membership, board, ground.measures());
    coordinator =
        new CoordinatorVerticle(
            bus,
            membership,
            live,
            board,
            settings.node().coordinator(),
            endpoints,
            Node.SELF,
            logs(settings, ground, live, endpoints, traces),
            traces,
            policy,
            this::isWithheld,
            settings.data(),
            clock);
    ground.measures().source(coordinator::sample);
  }

  private static Logs logs(
      Settings settings, Ground ground, LiveConfig live, Endpoints endpoints, Traces traces) {
    return new Logs(
        ground.vertx(),
        ground.bus(),
        settings.node().logs(),
        new Cleaner(endpoints::mask, endpoints::maskBeginning),
        settings.data().resolve("logs"),
        ground.clock(),
        name -> onlyCall(live, traces, name));
  }

  /**
   * By its trace, the one call that is under way at a server; null when there is none, or more than
   * one. Agents reach a server behind streamable HTTP from any node, past its owner: there it is
   * never known.
   */
  static String onlyCall(LiveConfig live, Traces traces, String name) {
    ServerSpec spec = live.owned().get(name);
    boolean allCome = spec != null && spec.transport() != TransportKind.HTTP;
    return allCome ? traces.onlyServed(name) : null;
  }

  private boolean isWithheld(String server, String tool, String definition) {
    return definition == null
        ? quarantine.hides(server, Listed.TOOLS, tool)
        : quarantine.hides(server, Listed.TOOLS, tool, () -> definition);
  }

  ServerBoard board() {
    return board;
  }

  Catalog catalog() {
    return catalog;
  }

  Quarantine quarantine() {
    return quarantine;
  }

  /**
   * Where it is kept what is known: the board before the coordinator, so that epochs go on, and
   * before the hub of the bridge: who hears first folds first, so that the list has all that the
   * hub told before. The catalogue before the coordinator too, so that it hears what that finds.
   */
  Future<?> openFirst(Function<VerticleBase, Future<?>> deploy) {
    return deploy
        .apply(boards)
        .compose(done -> deploy.apply(lists))
        .compose(done -> deploy.apply(pins));
  }

  /** Who is at the servers; health first, so that it hears what the coordinator finds. */
  Future<?> open(Function<VerticleBase, Future<?>> deploy) {
    return deploy.apply(health).compose(done -> deploy.apply(coordinator));
  }

  /** Health first: it would take the end of the sessions for a loss. */
  Future<?> close(Function<VerticleBase, Future<Void>> undeploy) {
    return undeploy.apply(health).eventually(() -> undeploy.apply(coordinator));
  }
}
