package dev.omnibus.app;

import dev.omnibus.access.Access;
import dev.omnibus.audit.AuditVerticle;
import dev.omnibus.bridge.BridgeMeters;
import dev.omnibus.bridge.BridgeRoutes;
import dev.omnibus.bridge.BridgeSource;
import dev.omnibus.bridge.BridgeVerticle;
import dev.omnibus.cluster.Owners;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.config.Endpoints;
import dev.omnibus.config.IdentityConfig;
import dev.omnibus.config.SecretRefs;
import dev.omnibus.config.Settings;
import dev.omnibus.config.sync.ConfigStart;
import dev.omnibus.config.sync.ConfigVerticle;
import dev.omnibus.config.sync.FirstAdmin;
import dev.omnibus.contract.Contract;
import dev.omnibus.coordinator.BoardVerticle;
import dev.omnibus.coordinator.CoordinatorVerticle;
import dev.omnibus.coordinator.log.Cleaner;
import dev.omnibus.coordinator.log.Logs;
import dev.omnibus.credential.Credentials;
import dev.omnibus.gateway.Gateway;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.Catalog;
import dev.omnibus.gateway.catalog.CatalogVerticle;
import dev.omnibus.gateway.pins.Pinboard;
import dev.omnibus.gateway.pins.PinsVerticle;
import dev.omnibus.gateway.pins.Quarantine;
import dev.omnibus.health.HealthVerticle;
import dev.omnibus.identity.IdentityRoutes;
import dev.omnibus.identity.IdentityVerticle;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.rest.Rest;
import dev.omnibus.rest.RestRoutes;
import dev.omnibus.store.Database;
import dev.omnibus.telemetry.traces.TracesVerticle;
import dev.omnibus.tracing.Traces;
import dev.omnibus.trail.KeptArguments;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node from its first step to its last: opens the rooms in the order in which they need each
 * other, says ready, and closes them in the other direction when it is told to.
 */
final class Node {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final ClientInfo SELF = new ClientInfo("omnibus", Version.text());

  private final Settings settings;
  private final ConfigStart config;
  private final Ground ground;
  private final IdentityConfig identity;
  private final ServerBoard board = new ServerBoard();
  private final Catalog catalog = new Catalog();
  private final Pinboard pins = new Pinboard();
  private final Quarantine quarantine;
  private final Readiness readiness = new Readiness();
  private final Promise<Void> ended = Promise.promise();
  private final Map<VerticleBase, String> opened = new ConcurrentHashMap<>();
  private final Endpoints endpoints;
  private final Traces traces;
  private Access access;
  private Database database;
  private AuditVerticle audit;
  private HealthVerticle health;
  private Observatory observatory;
  private CoordinatorVerticle coordinator;
  private BridgeVerticle bridge;
  private RestRoutes rest;
  private Gateway gateway;
  private HttpLoops http;
  private OpsVerticle ops;

  private Node(Settings settings, ConfigStart config, Ground ground) {
    this.settings = settings;
    this.config = config;
    this.ground = ground;
    this.identity = settings.node().identity();
    this.traces = new Traces(settings.node().telemetry().traces());
    this.quarantine = new Quarantine(catalog, pins, config.live());
    Credentials credentials = new Credentials(ground.vertx(), ground.clock());
    config.live().onServers(change -> credentials.retain(config.live().owned().keySet()));
    this.endpoints =
        new Endpoints(
            SecretRefs.ofProcess(settings.home()), settings.node().coordinator(), credentials);
    ground.trail().keep(new KeptArguments(settings.node().audit().arguments(), endpoints::mask));
  }

  /** Completes when the node is ready; one that could not start has closed what it opened. */
  static Future<Node> boot(Settings settings) {
    ConfigStart config = ConfigStart.load(settings, System.getenv());
    Contract.ours(); // reads many small files, and must not do so on an event loop
    return Ground.lay(settings)
        .compose(
            ground -> {
              Node node = new Node(settings, config, ground);
              return node.open()
                  .onFailure(cause -> ground.vertx().close())
                  .onSuccess(done -> node.readiness.ready())
                  .map(node);
            });
  }

  private Future<?> open() {
    return openOps()
        .compose(done -> deploy(new ConfigVerticle(config, ground.bus(), ground.trail())))
        .compose(done -> openAccess())
        .compose(done -> openFleet())
        .compose(done -> openDoors());
  }

  /** First of all: whoever starts this node watches these. */
  private Future<?> openOps() {
    ops =
        new OpsVerticle(
            settings.node().ops().host(),
            settings.node().ops().port(),
            readiness,
            ground.metering().scraped());
    return deploy(ops);
  }

  private Future<?> openAccess() {
    return Access.open(
            ground.vertx(), ground.bus(), config.live(), identity, settings.data(), ground.clock())
        .onSuccess(all -> access = all)
        .compose(all -> openAudit())
        .compose(done -> deploy(identity(access)));
  }

  private Future<?> openAudit() {
    database =
        Database.of(
            settings.node().store(), settings.data(), SecretRefs.ofProcess(settings.home()));
    audit =
        new AuditVerticle(
            settings.node().audit(),
            database,
            settings.data(),
            settings.node().name(),
            ground.trail(),
            ground.bus(),
            ground.membership(),
            access.policy(),
            ground.meters(),
            ground.clock());
    readiness.tell("store", audit::store);
    ground.measures().source(audit);
    return deploy(audit);
  }

  private IdentityVerticle identity(Access all) {
    return new IdentityVerticle(
        config.live(), ground.membership(), config.lastAccess(), all.tokens(), all.events());
  }

  /**
   * The board before the coordinator, so that epochs go on, and before the hub of the bridge: who
   * hears first folds first, so that the list has all that the hub told before. Catalogue and
   * health before the coordinator, so that they hear what it finds.
   */
  private Future<?> openFleet() {
    coordinator =
        new CoordinatorVerticle(
            ground.bus(),
            ground.membership(),
            config.live(),
            board,
            settings.node().coordinator(),
            endpoints,
            SELF,
            logs(),
            traces,
            access.policy(),
            this::isWithheld,
            settings.data(),
            ground.clock());
    health =
        new HealthVerticle(
            ground.bus(),
            ground.clock(),
            settings.node().health(),
            ground.membership(),
            board,
            ground.measures());
    ground.measures().source(coordinator::sample);
    observatory =
        new Observatory(
            settings.node().telemetry(), ground, config.live(), board, database, access.policy());
    BoardVerticle boards =
        new BoardVerticle(
            ground.bus(),
            ground.membership(),
            config.live(),
            board,
            settings.node().coordinator().digest());
    CatalogVerticle lists =
        new CatalogVerticle(
            ground.bus(),
            ground.membership(),
            config.live(),
            catalog,
            settings.node().coordinator().digest());
    return deploy(boards)
        .compose(done -> deploy(lists))
        .compose(done -> deploy(pins()))
        .compose(done -> observatory.openFirst(this::deploy))
        .compose(done -> deploy(health))
        .compose(done -> deploy(coordinator))
        .compose(done -> observatory.open(this::deploy))
        .compose(done -> deploy(traceRoom()));
  }

  private boolean isWithheld(String server, String tool, String definition) {
    return definition == null
        ? quarantine.hides(server, Listed.TOOLS, tool)
        : quarantine.hides(server, Listed.TOOLS, tool, () -> definition);
  }

  private Logs logs() {
    return new Logs(
        ground.vertx(),
        ground.bus(),
        settings.node().logs(),
        new Cleaner(endpoints::mask, endpoints::maskBeginning),
        settings.data().resolve("logs"),
        ground.clock());
  }

  private PinsVerticle pins() {
    return new PinsVerticle(
        ground.bus(),
        ground.membership(),
        config.live(),
        catalog,
        pins,
        quarantine,
        settings.data(),
        settings.node().coordinator().digest(),
        access.policy(),
        ground.trail(),
        ground.clock());
  }

  private TracesVerticle traceRoom() {
    return new TracesVerticle(
        settings.node().telemetry().traces(),
        traces,
        ground.bus(),
        ground.membership(),
        access.policy(),
        SecretRefs.ofProcess(settings.home()),
        ground.meters(),
        ground.clock());
  }

  private Future<?> openDoors() {
    BridgeConfig limits = settings.node().bridge();
    bridge =
        new BridgeVerticle(
            limits,
            ground.bus(),
            ground.membership(),
            config.live(),
            access,
            ground.trail(),
            ground.clock());
    rest =
        Rest.open(
            settings.node(), ground.bus(), access, ground.trail(), bridge::mayAsk, ground.clock());
    new BridgeMeters(bridge.counters()).bindTo(ground.meters());
    ground.measures().source(new BridgeSource(bridge.counters()));
    return deploy(bridge).compose(done -> gateway()).compose(done -> openHttp(httpOptions(limits)));
  }

  private Future<?> openHttp(HttpServerOptions options) {
    http = new HttpLoops(settings.node().http(), options, this::faces, gateway);
    return http.open(this::deploy);
  }

  private List<Consumer<Router>> faces() {
    return List.of(
        new IdentityRoutes(access, identity)::mount,
        bridge.routes()::mount,
        audit.routes(access.doorkeeper())::mount,
        rest::mount,
        new DashboardRoutes(ground.vertx())::mount);
  }

  private Future<Gateway> gateway() {
    return Gateway.open(
            ground.vertx(),
            ground.bus(),
            new Owners(ground.membership(), board),
            config.live(),
            catalog,
            quarantine,
            access,
            endpoints,
            settings.node().gateway(),
            SELF,
            settings.node().http().origins(),
            ground.meters(),
            ground.measures(),
            ground.trail(),
            traces,
            ground.clock())
        .onSuccess(made -> gateway = made);
  }

  /** Without compression: a streamed answer would wait in the compressor. */
  private HttpServerOptions httpOptions(BridgeConfig limits) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.node().http().host())
            .setPort(settings.node().http().port());
    return BridgeRoutes.options(options, limits);
  }

  private Future<?> deploy(VerticleBase verticle) {
    return deploy(verticle, new DeploymentOptions());
  }

  private Future<?> deploy(VerticleBase verticle, DeploymentOptions how) {
    return ground.vertx().deployVerticle(verticle, how).onSuccess(id -> opened.put(verticle, id));
  }

  /**
   * Drains and closes; completes when nothing of this node is left. Sockets are told first; health
   * closes before the coordinator, or it would take the end of the sessions for a loss. The promise
   * belongs to no context: once Vert.x is closed, none runs any more.
   */
  Future<Void> stop() {
    readiness.draining();
    LOG.info("draining node={}", name());
    close(bridge)
        .eventually(() -> Future.join(http.verticles().stream().map(this::close).toList()))
        .eventually(gateway::close)
        .eventually(() -> close(health))
        .eventually(() -> close(coordinator))
        .eventually(() -> observatory.close(this::close))
        .eventually(() -> close(audit))
        .eventually(() -> ground.vertx().executeBlocking(ground::closeMeters))
        .onComplete(closed -> ground.vertx().close().onComplete(ended));
    return ended.future();
  }

  private Future<Void> close(VerticleBase verticle) {
    return ground
        .vertx()
        .undeploy(opened.get(verticle))
        .onFailure(cause -> LOG.warn("closed badly what={}", verticle.getClass(), cause));
  }

  Future<Void> ended() {
    return ended.future();
  }

  String name() {
    return ground.bus().node();
  }

  int port() {
    return http.port();
  }

  int opsPort() {
    return ops.port();
  }

  /** The admin of a first start, to be shown once. */
  Optional<FirstAdmin> firstAdmin() {
    return config.firstAdmin().filter(admin -> admin.holds(config.live().access()));
  }
}
