package dev.omnibus.bridge;

import dev.omnibus.access.Access;
import dev.omnibus.bridge.socket.BridgeCounters;
import dev.omnibus.bridge.socket.Connections;
import dev.omnibus.bridge.socket.Seats;
import dev.omnibus.bridge.socket.SocketDoor;
import dev.omnibus.bridge.socket.SocketTrail;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.ListedMembership;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.config.IdentityConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.harness.RawHttp;
import dev.omnibus.presence.Attendance;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node with the bridge, real access and two rooms' worth of answers, on a port of its own. */
final class TestNode implements AutoCloseable {

  static final String GOOD_ORIGIN = "http://good.example";
  private static final Membership ALONE = ListedMembership.alone(NodeId.of("n1@test1"));

  private final Vertx vertx;
  private final Bus bus;
  private final Membership membership;
  private final LiveConfig live = new LiveConfig(Map.of(), access("files"));
  private final Access access;
  private final AuditTrail trail = new AuditTrail();
  private final Attendance attendance = new Attendance();
  private final BridgeVerticle bridge;
  private final String deployment;
  private volatile HttpServer server;

  TestNode(Path data, JsonObject limits) {
    this(data, limits, Duration.ofMinutes(15));
  }

  TestNode(Path data, JsonObject limits, Duration life) {
    this(Vertx.vertx(), ALONE, data, limits, life);
  }

  /** One of several, with what they are joined by. */
  TestNode(Vertx vertx, Membership membership, Path data, JsonObject limits, Duration life) {
    this(vertx, membership, data, limits, life, Clock.systemUTC());
  }

  /** With a wall clock that the test sets. */
  TestNode(Path data, JsonObject limits, Duration life, Clock clock) {
    this(Vertx.vertx(), ALONE, data, limits, life, clock);
  }

  private TestNode(
      Vertx vertx,
      Membership membership,
      Path data,
      JsonObject limits,
      Duration life,
      Clock clock) {
    this.vertx = vertx;
    this.membership = membership;
    this.bus = new Bus(vertx, membership.self().toString(), clock);
    IdentityConfig who =
        new IdentityConfig(
            life, Duration.ofDays(7), Duration.ofSeconds(30), 10, true, List.of(GOOD_ORIGIN));
    access = await(Access.open(vertx, bus, live, who, data, clock));
    BridgeConfig config = BridgeConfig.fromJson(limits);
    bridge = new BridgeVerticle(config, bus, membership, live, access, trail, attendance, clock);
    deployment = await(vertx.deployVerticle(bridge));
    bus.answer(Addresses.QUERY_SERVER_LIST, TestNode::fleet);
    bus.answer(Addresses.COMMAND_SERVER_RESTART, TestNode::restart);
    Router router = Router.router(vertx);
    bridge.routes().mount(router);
    HttpServerOptions options = BridgeRoutes.options(new HttpServerOptions());
    server = vertx.createHttpServer(options).requestHandler(router);
    await(server.listen(0, "127.0.0.1"));
  }

  /** An admin sees all; the viewer one server and no commands; the agent asks and hears nothing. */
  static AccessConfig access(String seen) {
    return AccessConfig.fromJson(
        new JsonObject(
            """
            {"roles":{
              "admin":{"requests":["*"],"events":["*"],"servers":{"*":["*"]}},
              "viewer":{"requests":["query.*"],"events":["event.server.*"],"servers":{"%s":[]}},
              "agent":{"servers":{"*":["*"]}}},
             "users":{
              "ann":{"password":"x","roles":["admin"]},
              "bob":{"password":"x","roles":["admin"]},
              "vic":{"password":"x","roles":["viewer"]},
              "bot":{"password":"x","roles":["agent"]}}}
            """
                .formatted(seen)));
  }

  private static Future<JsonObject> fleet(Request request) {
    return Future.succeededFuture(
        new JsonObject()
            .put("node", "n1@test1")
            .put("asked", request.caller())
            .put("servers", new JsonArray().add(status("files")).add(status("web"))));
  }

  static JsonObject status(String server) {
    return new JsonObject()
        .put("server", server)
        .put("state", "healthy")
        .put("breaker", new JsonObject().put("state", "closed").put("failures", 0))
        .put("check", new JsonObject().put("last", "2026-11-22T10:00:00Z").put("latencyMs", 3.1))
        .put("link", new JsonObject().put("tools", 14));
  }

  private static Future<JsonObject> restart(Request request) {
    return request.body().getString("server", "").equals("broken")
        ? Future.failedFuture(Failure.UPSTREAM.because("it does not come up"))
        : Future.succeededFuture(new JsonObject().put("accepted", true));
  }

  /** Says that a server's state changed. */
  void tell(String server, String severity, int number) {
    bus.publish(
        Addresses.EVENT_SERVER_STATUS,
        "mcp_status_change",
        severity,
        new JsonObject()
            .put("server", server)
            .put("from", "healthy")
            .put("to", "degraded")
            .put("reason", "test")
            .put("number", number)
            .put("status", status(server)));
  }

  String token(String user) {
    return await(access.tokens().begin(user)).access();
  }

  Vertx vertx() {
    return vertx;
  }

  Bus bus() {
    return bus;
  }

  Membership membership() {
    return membership;
  }

  LiveConfig live() {
    return live;
  }

  Access access() {
    return access;
  }

  /** Ends the bridge as the end of a node does. */
  Future<Void> undeployBridge() {
    return vertx.undeploy(deployment);
  }

  Attendance attendance() {
    return attendance;
  }

  AuditTrail trail() {
    return trail;
  }

  BridgeVerticle bridge() {
    return bridge;
  }

  /** From now on clients go to this server. */
  void use(HttpServer other) {
    server = other;
  }

  /** From now on clients go to a server that does this. */
  void serve(Handler<HttpServerRequest> handler) {
    use(await(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1")));
  }

  /** A door of its own beside the bridge's, for a test that says itself whom it lets in. */
  SocketDoor door(JsonObject limits) {
    BridgeConfig config = BridgeConfig.fromJson(limits);
    BridgeCounters counters = new BridgeCounters();
    Clock clock = Clock.systemUTC();
    SocketTrail notes = new SocketTrail(new AuditTrail(), counters, clock);
    Connections connections = new Connections(config, counters, notes, new Attendance(), clock);
    return new SocketDoor(
        vertx, config, connections, access.tokens(), access.events(), new Seats(config));
  }

  /** The request for a WebSocket of the event bus, for tests that send it by themselves. */
  byte[] handshake(String token, String... headers) {
    return RawHttp.handshake(port(), "/eventbus/websocket?token=" + token, List.of(headers));
  }

  int port() {
    return server.actualPort();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
