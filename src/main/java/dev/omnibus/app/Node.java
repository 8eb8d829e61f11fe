package dev.omnibus.app;

import dev.omnibus.access.Access;
import dev.omnibus.bridge.BridgeRoutes;
import dev.omnibus.bridge.BridgeVerticle;
import dev.omnibus.cluster.Owners;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.config.IdentityConfig;
import dev.omnibus.config.SecretRefs;
import dev.omnibus.config.Settings;
import dev.omnibus.config.sync.ConfigStart;
import dev.omnibus.config.sync.ConfigVerticle;
import dev.omnibus.config.sync.FirstAdmin;
import dev.omnibus.coordinator.BoardVerticle;
import dev.omnibus.coordinator.CoordinatorVerticle;
import dev.omnibus.gateway.GatewayRoutes;
import dev.omnibus.health.HealthVerticle;
import dev.omnibus.identity.IdentityRoutes;
import dev.omnibus.identity.IdentityVerticle;
import dev.omnibus.mcp.ClientInfo;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Optional;
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
  private final Readiness readiness = new Readiness();
  private final Promise<Void> ended = Promise.promise();
  private Access access;
  private BridgeVerticle bridge;
  private CoordinatorVerticle coordinator;
  private HttpVerticle http;
  private OpsVerticle ops;

  private Node(Settings settings, ConfigStart config, Ground ground) {
    this.settings = settings;
    this.config = config;
    this.ground = ground;
    JsonArray origins = new JsonArray(settings.node().http().origins());
    this.identity =
        IdentityConfig.fromJson(settings.node().section("identity").put("origins", origins));
  }

  /** Completes when the node is ready; one that could not start has closed what it opened. */
  static Future<Node> boot(Settings settings) {
    ConfigStart config = ConfigStart.load(settings, System.getenv());
    return Ground.lay(settings)
        .compose(
            ground -> {
              Node node = new Node(settings, config, ground);
              return node.open()
                  .onFailure(cause -> ground.vertx().close())
                  .onSuccess(opened -> node.readiness.ready())
                  .map(node);
            });
  }

  private Future<?> open() {
    return openOps()
        .compose(opened -> deploy(new ConfigVerticle(config, ground.bus())))
        .compose(opened -> openAccess())
        .compose(opened -> openFleet())
        .compose(opened -> openDoors());
  }

  /** First of all: whoever starts this node watches these. */
  private Future<?> openOps() {
    ops =
        new OpsVerticle(
            settings.node().ops().host(), settings.node().ops().port(), readiness, ground.meters());
    return deploy(ops);
  }

  private Future<?> openAccess() {
    return Access.open(
            ground.vertx(), ground.bus(), config.live(), identity, settings.data(), ground.clock())
        .onSuccess(opened -> access = opened)
        .compose(
            opened ->
                deploy(new IdentityVerticle(config.live(), opened.tokens(), opened.events())));
  }

  /** The board before the coordinator, so that epochs go on; health before it, so that it hears. */
  private Future<?> openFleet() {
    coordinator =
        new CoordinatorVerticle(
            ground.bus(),
            ground.membership(),
            config.live(),
            board,
            settings.node().coordinator(),
            SecretRefs.ofProcess(settings.home()),
            SELF,
            ground.clock());
    return deploy(
            new BoardVerticle(
                ground.bus(),
                ground.membership(),
                config.live(),
                board,
                settings.node().coordinator().digest()))
        .compose(
            opened ->
                deploy(
                    new HealthVerticle(
                        ground.bus(),
                        ground.clock(),
                        settings.node().health(),
                        ground.membership())))
        .compose(opened -> deploy(coordinator));
  }

  private Future<?> openDoors() {
    BridgeConfig limits = BridgeConfig.fromJson(settings.node().section("bridge"));
    bridge = new BridgeVerticle(limits, ground.bus(), config.live(), access, ground.clock());
    return deploy(bridge)
        .compose(
            opened -> {
              http = new HttpVerticle(httpOptions(limits), faces());
              return deploy(http);
            });
  }

  private List<java.util.function.Consumer<io.vertx.ext.web.Router>> faces() {
    return List.of(
        new IdentityRoutes(access, identity)::mount,
        bridge.routes()::mount,
        gateway()::mount,
        new DashboardRoutes(ground.vertx())::mount);
  }

  private GatewayRoutes gateway() {
    return new GatewayRoutes(
        ground.bus(),
        new Owners(ground.membership(), board),
        config.live(),
        access,
        GatewayConfig.fromJson(settings.node().section("gateway")),
        SELF,
        settings.node().http().origins());
  }

  private HttpServerOptions httpOptions(BridgeConfig limits) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.node().http().host())
            .setPort(settings.node().http().port())
            .setCompressionSupported(true);
    return BridgeRoutes.options(options, limits);
  }

  private Future<?> deploy(VerticleBase verticle) {
    return ground.vertx().deployVerticle(verticle);
  }

  /** Drains and closes; completes when nothing of this node is left. Safe to call twice. */
  Future<Void> stop() {
    readiness.draining();
    LOG.info("draining node={}", ground.bus().node());
    return ground.vertx().close().onComplete(closed -> ended.tryComplete());
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
    return config.firstAdmin();
  }
}
