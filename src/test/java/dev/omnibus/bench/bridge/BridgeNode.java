package dev.omnibus.bench.bridge;

import dev.omnibus.access.Access;
import dev.omnibus.access.Keys;
import dev.omnibus.bridge.BridgeRoutes;
import dev.omnibus.bridge.BridgeVerticle;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.HazelcastCluster;
import dev.omnibus.cluster.ListedMembership;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.config.ClusterConfig;
import dev.omnibus.config.IdentityConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.ScratchFolder;
import dev.omnibus.presence.Attendance;
import dev.omnibus.trail.AuditTrail;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The bridge of a node as the node has it (access, hub, routes, meters, one HTTP server per event
 * loop), in a process of its own and without the other rooms, so that what is measured is the
 * bridge. Arguments: its limits, as JSON, and {@code clustered}; both may lack. Prints its port.
 */
public final class BridgeNode {

  static final String KEY = "omk_bench";
  static final int LOOPS = 2;
  private static final NodeId SELF = NodeId.of("bench@000001");
  private static final long AUDIT_MILLIS = 1_000;
  private static final CompletableFuture<Integer> PORT = new CompletableFuture<>();

  private BridgeNode() {}

  /** One of several servers on one port. */
  private static final class Server extends VerticleBase {
    private final BridgeVerticle bridge;
    private HttpServer server;

    Server(BridgeVerticle bridge) {
      this.bridge = bridge;
    }

    @Override
    public Future<?> start() {
      if (vertx.isClustered()) {
        LoopWatch.watch(vertx);
      }
      Router router = Router.router(vertx);
      bridge.routes().mount(router);
      server = vertx.createHttpServer(BridgeRoutes.options(new HttpServerOptions()));
      // A negative port is one that all instances share.
      return server.requestHandler(router).listen(-1, "127.0.0.1").onSuccess(Server::say);
    }

    private static void say(HttpServer server) {
      PORT.complete(server.actualPort());
    }
  }

  public static void main(String[] args) throws Exception {
    BridgeConfig config =
        BridgeConfig.fromJson(limits(new JsonObject(args.length > 0 ? args[0] : "{}")));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    HazelcastCluster cluster = args.length > 1 ? cluster() : null;
    VertxBuilder builder =
        Vertx.builder().with(options(cluster)).withMetrics(new MicrometerMetricsFactory(meters));
    Vertx vertx =
        cluster == null
            ? builder.build()
            : await(builder.withClusterManager(cluster.manager()).buildClustered());
    Bus bus = new Bus(vertx, SELF.toString(), Clock.systemUTC());
    LiveConfig live = new LiveConfig(Map.of(), access());
    IdentityConfig identity = IdentityConfig.fromJson(new JsonObject());
    Access access =
        await(
            Access.open(
                vertx, bus, live, identity, ScratchFolder.make("bench"), Clock.systemUTC()));
    AuditTrail trail = new AuditTrail();
    // As a node's store fetches it, or what waits there would count as the sockets' memory.
    vertx.setPeriodic(AUDIT_MILLIS, id -> trail.take(Integer.MAX_VALUE));
    Membership alone = ListedMembership.alone(SELF);
    BridgeVerticle bridge =
        new BridgeVerticle(
            config, bus, alone, live, access, trail, new Attendance(), Clock.systemUTC());
    await(vertx.deployVerticle(bridge));
    bus.answer(Addresses.QUERY_SERVER_LIST, request -> Future.succeededFuture(new JsonObject()));
    await(
        vertx.deployVerticle(
            () -> new Server(bridge), new DeploymentOptions().setInstances(LOOPS)));
    System.out.println(PORT.get());
    new Source(
            (address, group, text) ->
                bus.publish(
                    address,
                    "bench",
                    "info",
                    new JsonObject()
                        .put("server", group == null ? "files" : group)
                        .put("text", text)),
            line -> answer(line, bridge, cluster))
        .serve();
    System.exit(0);
  }

  private static String answer(String line, BridgeVerticle bridge, HazelcastCluster cluster) {
    return switch (line) {
      case "registrations" ->
          Integer.toString(
              ((HazelcastClusterManager) cluster.manager())
                  .getHazelcastInstance()
                  .getMultiMap("__vertx.subs")
                  .size());
      case "longest" -> LoopWatch.longest();
      default -> bridge.counters().toJson().encode();
    };
  }

  private static HazelcastCluster cluster() throws IOException {
    JsonObject alone =
        new JsonObject()
            .put("name", "bench-" + ProcessHandle.current().pid())
            .put("port", FreePort.next());
    return new HazelcastCluster(
        NodeId.start("bench"), ClusterConfig.fromJson(alone), Path.of("cluster.xml"));
  }

  /** As in a node, but for the watch over its loops. */
  private static VertxOptions options(HazelcastCluster cluster) {
    VertxOptions options =
        new VertxOptions()
            .setMetricsOptions(
                new MicrometerMetricsOptions()
                    .setEnabled(true)
                    .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT)
                    .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.POOL_TYPE)));
    return cluster == null ? options : options.setEventBusOptions(cluster.busOptions());
  }

  /** One caller is all sockets, from one machine, which no default allows. */
  private static JsonObject limits(JsonObject own) throws IOException {
    return new JsonObject()
        .put("maxSockets", LongHold.fit(100_000))
        .put("socketsPerUser", 100_000)
        .put("socketsPerRemote", 100_000)
        .put("requestsPerSecond", 1_000_000)
        .put("requestBurst", 1_000_000)
        .mergeIn(own);
  }

  static AccessConfig access() {
    return AccessConfig.fromJson(accessJson());
  }

  static JsonObject accessJson() {
    JsonObject role =
        new JsonObject()
            .put("requests", JsonArray.of("*"))
            .put("events", JsonArray.of("*"))
            .put("servers", new JsonObject().put("*", JsonArray.of("*")));
    JsonObject key =
        new JsonObject().put("sha256", Keys.sha256(KEY)).put("roles", JsonArray.of("all"));
    return new JsonObject()
        .put("users", new JsonObject())
        .put("roles", new JsonObject().put("all", role))
        .put("keys", new JsonObject().put("bench", key));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
