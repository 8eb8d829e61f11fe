package dev.omnibus.app;

import dev.omnibus.access.Access;
import dev.omnibus.audit.AuditVerticle;
import dev.omnibus.bridge.BridgeMeters;
import dev.omnibus.bridge.BridgeRoutes;
import dev.omnibus.bridge.BridgeSource;
import dev.omnibus.bridge.BridgeVerticle;
import dev.omnibus.cluster.Owners;
import dev.omnibus.config.Endpoints;
import dev.omnibus.config.IdentityConfig;
import dev.omnibus.config.SecretRefs;
import dev.omnibus.config.Settings;
import dev.omnibus.config.sync.ConfigStart;
import dev.omnibus.config.sync.ConfigVerticle;
import dev.omnibus.config.sync.FirstAdmin;
import dev.omnibus.contract.Contract;
import dev.omnibus.credential.Credentials;
import dev.omnibus.gateway.Gateway;
import dev.omnibus.identity.IdentityRoutes;
import dev.omnibus.identity.IdentityVerticle;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.people.PeopleVerticle;
import dev.omnibus.presence.Attendance;
import dev.omnibus.rest.Rest;
import dev.omnibus.rest.RestRoutes;
import dev.omnibus.store.Database;
import dev.omnibus.tracing.Traces;
import dev.omnibus.trail.KeptArguments;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
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

  /** What it calls itself to servers. */
  static final ClientInfo SELF = new ClientInfo("omnibus", Version.text());

  private final Settings settings;
  private final ConfigStart config;
  private final Ground ground;
  private final IdentityConfig identity;
  private final Readiness readiness = new Readiness();
  private final Attendance attendance = new Attendance();
  private final Promise<Void> ended = Promise.promise();
  private final Map<VerticleBase, String> opened = new ConcurrentHashMap<>();
  private final SecretRefs secrets;
  private final Endpoints endpoints;
  private final Traces traces;
  private Access access;
  private Database database;
  private AuditVerticle audit;
  private ServerRooms servers;
  private Observatory observatory;
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
    Credentials credentials = new Credentials(ground.vertx(), ground.clock());
    config.live().onServers(change -> credentials.retain(config.live().owned().keySet()));
    this.secrets = SecretRefs.ofProcess(settings.home());
    this.endpoints = new Endpoints(secrets, settings.node().coordinator(), credentials);
    ground.trail().keep(new KeptArguments(settings.node().audit().arguments(), endpoints::mask));
  }

  /** Completes when the node is ready; one that could not start has closed what it opened. */
  static Future<Node> boot(Settings settings, Clock clock) {
    ConfigStart config = ConfigStart.load(settings, System.getenv());
    Contract.ours(); // reads many small files, and must not do so on an event loop
    return Ground.lay(settings, clock)
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
        .compose(done -> openServers())
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
    database = Database.of(settings.node().store(), settings.data(), secrets);
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

  private Future<?> openServers() {
    servers = new ServerRooms(settings, ground, config.live(), endpoints, access.policy(), traces);
    observatory =
        new Observatory(
            settings.node().telemetry(),
            ground,
            config.live(),
            servers.board(),
            database,
            access.policy(),
            traces,
            secrets);
    return servers
        .openFirst(this::deploy)
        .compose(done -> observatory.openFirst(this::deploy))
        .compose(done -> servers.open(this::deploy))
        .compose(done -> observatory.open(this::deploy));
  }

  private Future<?> openDoors() {
    bridge =
        new BridgeVerticle(
            settings.node().bridge(),
            ground.bus(),
            ground.membership(),
            config.live(),
            access,
            ground.trail(),
            attendance,
            ground.clock());
    rest =
        Rest.open(
            settings.node(), ground.bus(), access, ground.trail(), bridge::mayAsk, ground.clock());
    new BridgeMeters(bridge.counters()).bindTo(ground.meters());
    ground.measures().source(new BridgeSource(bridge.counters()));
    return deploy(people())
        .compose(done -> deploy(bridge))
        .compose(done -> gateway())
        .compose(done -> openHttp(httpOptions()));
  }

  private PeopleVerticle people() {
    return new PeopleVerticle(
        settings.node().people(),
        ground.bus(),
        ground.membership(),
        config.live(),
        attendance,
        ground.clock());
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
            new Owners(ground.membership(), servers.board()),
            config.live(),
            servers.catalog(),
            servers.quarantine(),
            access,
            endpoints,
            settings.node().gateway(),
            SELF,
            settings.node().http().origins(),
            ground.measures(),
            ground.trail(),
            traces,
            ground.clock())
        .onSuccess(made -> gateway = made);
  }

  /** Without compression: a streamed answer would wait in the compressor. */
  private HttpServerOptions httpOptions() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.node().http().host())
            .setPort(settings.node().http().port());
    return BridgeRoutes.options(options);
  }

  private Future<?> deploy(VerticleBase verticle) {
    return deploy(verticle, new DeploymentOptions());
  }

  private Future<?> deploy(VerticleBase verticle, DeploymentOptions how) {
    return ground.vertx().deployVerticle(verticle, how).onSuccess(id -> opened.put(verticle, id));
  }

  /**
   * Drains and closes; completes when nothing of this node is left. Sockets are told first. The
   * promise belongs to no context: once Vert.x is closed, none runs any more.
   */
  Future<Void> stop() {
    readiness.draining();
    LOG.info("draining node={}", name());
    close(bridge)
        .eventually(() -> Future.join(http.verticles().stream().map(this::close).toList()))
        .eventually(gateway::close)
        .eventually(() -> servers.close(this::close))
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
