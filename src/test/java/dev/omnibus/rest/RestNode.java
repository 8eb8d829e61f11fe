package dev.omnibus.rest;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.omnibus.access.Access;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.IdentityConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.NodeConfig;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The room on a real port, before a bus on which small real answers live. */
final class RestNode implements AutoCloseable {

  static final String PAGE = "https://ops.example.org";

  private static final String ACCESS =
      """
      {"roles":{
        "admin":{"requests":["*"],"events":["*"],"servers":{"*":["*"]}},
        "viewer":{"requests":["query.*"],"events":[],"servers":{"files":[]}}},
       "users":{
        "ann":{"password":"x","roles":["admin"]},
        "vic":{"password":"x","roles":["viewer"]}}}
      """;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, "n1@test1", Clock.systemUTC());
  private final LiveConfig live =
      new LiveConfig(Map.of(), AccessConfig.fromJson(new JsonObject(ACCESS)));
  private final AuditTrail trail = new AuditTrail();
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private final Promise<JsonObject> never = Promise.promise();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Access access;
  private final HttpServer server;

  RestNode(Path data, JsonObject config) {
    IdentityConfig who =
        new IdentityConfig(
            Duration.ofMinutes(15),
            Duration.ofDays(7),
            Duration.ofSeconds(30),
            10,
            true,
            List.of(PAGE));
    access = await(Access.open(vertx, bus, live, who, data, Clock.systemUTC()));
    RestRoutes routes =
        Rest.open(
            NodeConfig.fromJson(config),
            bus,
            access,
            trail,
            caller -> left.getAndDecrement() > 0,
            Clock.systemUTC());
    Router router = Router.router(vertx);
    routes.mount(router);
    server = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    answers();
  }

  private void answers() {
    bus.answer(Addresses.QUERY_SERVER_LIST, request -> Future.succeededFuture(fleet()));
    bus.answer(Addresses.QUERY_AUDIT_SEARCH, RestNode::asked);
    bus.answer(Addresses.COMMAND_TOOL_CALL, RestNode::asked);
    bus.answer(Addresses.COMMAND_SERVER_RESTART, RestNode::restart);
    bus.answer(Addresses.COMMAND_SERVER_STOP, request -> never.future());
  }

  private static JsonObject fleet() {
    JsonArray servers = new JsonArray();
    List.of("files", "web").forEach(name -> servers.add(new JsonObject().put("server", name)));
    return new JsonObject().put("node", "n1@test1").put("servers", servers);
  }

  private static Future<JsonObject> asked(Request request) {
    return Future.succeededFuture(
        new JsonObject()
            .put("body", request.body())
            .put("user", request.caller().getString("user")));
  }

  private static Future<JsonObject> restart(Request request) {
    return switch (request.body().getString("server")) {
      case "broken" -> Future.failedFuture(Failure.UPSTREAM.because("it does not come up"));
      case "away" -> Future.failedFuture(Failure.UNAVAILABLE.because(null));
      default -> throw new IllegalStateException("a secret of ours");
    };
  }

  /** So many requests may still be made. */
  void grant(int requests) {
    left.set(requests);
  }

  String token(String user) {
    return await(access.tokens().begin(user)).access();
  }

  /**
   * @param headers name, value, name, value
   */
  HttpResponse<String> send(
      String method, String path, String token, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  List<AuditEntry> noted() {
    return trail.take(1_000);
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, SECONDS).join();
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
