package dev.omnibus.coordinator;

import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.ListedMembership;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.CoordinatorConfig;
import dev.omnibus.config.Endpoints;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.LogConfig;
import dev.omnibus.config.SecretRefs;
import dev.omnibus.coordinator.life.Withheld;
import dev.omnibus.coordinator.log.Cleaner;
import dev.omnibus.coordinator.log.Logs;
import dev.omnibus.credential.Credentials;
import dev.omnibus.harness.ScratchFolder;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.model.Claim;
import dev.omnibus.model.ProbeSample;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.tracing.Traces;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The board and the coordinator of one node, with a place in the ear of the health room. */
public final class TestNode {

  static final JsonObject QUICK =
      new JsonObject()
          .put("respawnMs", 20)
          .put("respawnMaxMs", 100)
          .put("connectTimeoutMs", 30_000)
          .put("digestMs", 300);

  /** Ann and bob, who may have everything done. */
  private static final AccessConfig OPERATORS =
      AccessConfig.fromJson(
          new JsonObject(
              """
              {"roles":{"operator":{"requests":["*"],"events":["*"],"servers":{"*":["*"]}}},
               "users":{"ann":{"password":"-","roles":["operator"]},
                        "bob":{"password":"-","roles":["operator"]}}}
              """));

  public final Vertx vertx;
  public final NodeId id;
  public final Bus bus;
  public final Membership membership;
  public final ServerBoard board = new ServerBoard();
  public final LiveConfig config = new LiveConfig(Map.of(), OPERATORS);
  final List<ServerSignal> signals = new CopyOnWriteArrayList<>();
  private Path data;
  private String coordinator;

  /** How logs are kept, until the start: in memory, unless a test says otherwise. */
  LogConfig logging = LogConfig.fromJson(new JsonObject().put("files", 0));

  Path folder = Path.of("unused");

  /** Where tests of connections may go, until the start. */
  JsonObject testing = new JsonObject();

  /** The tools that nobody is to call, until the start. */
  Withheld withheld = Withheld.NOTHING;

  private long revision;

  public TestNode(Vertx vertx, Membership membership) {
    this.vertx = vertx;
    this.membership = membership;
    this.id = membership.self();
    this.bus = new Bus(vertx, id.toString(), Clock.systemUTC());
    bus.hearNode(Addresses.SIGNAL, json -> hear(ServerSignal.fromJson(json)));
  }

  /** With what an earlier life of it remembered. */
  TestNode with(Path folder) {
    data = folder;
    return this;
  }

  Path data() {
    if (data == null) {
      data = ScratchFolder.make("node");
    }
    return data;
  }

  private void hear(ServerSignal signal) {
    signals.add(signal);
    if (signal.kind() == ServerSignal.Kind.LINKED) {
      publish(signal);
    }
  }

  /** In the place of the health room: every open session is a healthy server. */
  private void publish(ServerSignal signal) {
    Claim claim = new Claim(id.toString(), signal.epoch(), ++revision);
    JsonObject status = Specs.status(signal.server(), claim).toJson();
    bus.publish(
        Addresses.EVENT_SERVER_STATUS,
        "mcp_status_change",
        "info",
        new JsonObject().put("server", signal.server()).put("status", status));
  }

  public static TestNode alone(Vertx vertx) {
    return new TestNode(vertx, ListedMembership.alone(NodeId.start("n1")));
  }

  public TestNode start(ServerSpec... specs) {
    config.apply(Specs.fleet(specs));
    CoordinatorConfig settings = CoordinatorConfig.fromJson(QUICK.copy().put("test", testing));
    SecretRefs secrets = new SecretRefs(Map.of("TOKEN", "hush-hush")::get, Path.of(""));
    await(
        vertx.deployVerticle(new BoardVerticle(bus, membership, config, board, settings.digest())));
    coordinator =
        await(
            vertx.deployVerticle(
                new CoordinatorVerticle(
                    bus,
                    membership,
                    config,
                    board,
                    settings,
                    new Endpoints(secrets, settings, new Credentials(vertx, Clock.systemUTC())),
                    new ClientInfo("test", "1"),
                    logs(secrets),
                    Traces.none(),
                    new Policy(config::access),
                    withheld,
                    data(),
                    Clock.systemUTC())));
    return this;
  }

  private Logs logs(SecretRefs secrets) {
    return new Logs(
        vertx,
        bus,
        logging,
        new Cleaner(secrets::mask, secrets::maskBeginning),
        folder,
        Clock.systemUTC(),
        server -> null);
  }

  public void stop() {
    await(vertx.undeploy(coordinator));
  }

  public ProbeSample probe(String server, int timeoutMs, boolean count) {
    JsonObject body =
        new JsonObject().put("server", server).put("timeoutMs", timeoutMs).put("count", count);
    return ProbeSample.fromJson(
        await(
            bus.askNode(
                id.toString(), Addresses.PROBE, body, null, Duration.ofMillis(timeoutMs + 500))));
  }

  public JsonObject ask(String address, JsonObject body) {
    return await(bus.ask(address, body, null, Duration.ofSeconds(60)));
  }

  public JsonObject ask(String address, JsonObject body, JsonObject caller) {
    return await(bus.ask(address, body, caller, Duration.ofSeconds(60)));
  }

  /** The first signal that fits, waiting for it. */
  public ServerSignal signal(Predicate<ServerSignal> fits) {
    until(() -> signals.stream().anyMatch(fits));
    return signals.stream().filter(fits).findFirst().orElseThrow();
  }

  public long count(ServerSignal.Kind kind) {
    return signals.stream().filter(signal -> signal.kind() == kind).count();
  }

  public static <T> T await(Future<T> future) {
    return future.timeout(70, TimeUnit.SECONDS).await();
  }

  /** Looks again and again until it is so; two minutes at most. */
  public static void until(BooleanSupplier so) {
    until(so, () -> "");
  }

  /**
   * @param instead what there is to say when it never is
   */
  public static void until(BooleanSupplier so, Supplier<String> instead) {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not happen within two minutes " + instead.get());
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
