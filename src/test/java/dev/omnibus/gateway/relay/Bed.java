package dev.omnibus.gateway.relay;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.access.Seal;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.BalanceConfig;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.balance.Availability;
import dev.omnibus.gateway.balance.Balance;
import dev.omnibus.gateway.balance.Bulkheads;
import dev.omnibus.gateway.balance.Pool;
import dev.omnibus.gateway.balance.Repeats;
import dev.omnibus.gateway.seen.Counted;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.gateway.target.Whereabouts;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The fast plane of one node on two event loops, each behind a port of its own, before one server.
 * Everything is real but what decides who a caller is.
 */
final class Bed implements AutoCloseable {

  static final String SERVER = "up";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final AccessConfig ACCESS =
      AccessConfig.fromJson(
          new JsonObject(
              """
              {"roles":{"all":{"servers":{"*":["*"]}}},
               "users":{"ann":{"password":"x","roles":["all"]}}}
              """));

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Integer> ports = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  final Counted counted = new Counted();
  final Seen seen;
  final Upstream upstream;
  final Bulkheads bulkheads;
  final Bus bus = new Bus(vertx, "n1", Clock.systemUTC());
  private final Sessions sessions;
  private final Relays relays;
  private volatile Target target;
  final Set<String> others = ConcurrentHashMap.newKeySet();
  volatile Caller caller = new Caller("ann", Set.of(), "family-1", Instant.MAX);
  volatile Era era = Era.LEGACY;
  private volatile Pool pool;
  volatile boolean hasAddress = true;
  volatile Function<Post, Optional<Envelope>> lastKnown = post -> Optional.empty();

  Bed(JsonObject gateway) throws Exception {
    this(gateway, new JsonObject());
  }

  /**
   * @param entry more keys of the server's entry in {@code servers.json}
   */
  Bed(JsonObject gateway, JsonObject entry) throws Exception {
    GatewayConfig config = GatewayConfig.fromJson(gateway);
    upstream = get(new Upstream(vertx).start());
    ServerSpec spec =
        ServerSpec.fromJson(SERVER, entry.copy().put("url", upstream.url().toString()));
    target = new Target(spec, upstream.url(), Map.of(), null, null);
    sessions = get(Sessions.open(vertx, bus, new Seal(() -> new byte[48], "test"), config));
    bulkheads = new Bulkheads(config, server -> spec.limits());
    Balance plain = Balance.plain(bulkheads, Repeats.READS_ONLY);
    seen = new Seen(counted.measures(), bus, config, new AuditTrail(), Clock.systemUTC());
    relays =
        new Relays(
            vertx,
            bus,
            sessions,
            new Permits(new Policy(() -> ACCESS)),
            seen,
            config,
            new Balance(bulkheads, plain.repeats(), server -> pool, plain.rests(), plain.witness()),
            new Whereabouts() {
              @Override
              public Target ready(String replica) {
                return hasAddress ? target : null;
              }

              @Override
              public Target latest(Target known) {
                return target;
              }
            },
            post -> lastKnown.apply(post),
            () -> others);
    get(relays.listen());
    ports.add(get(serve(relays)));
    ports.add(get(serve(relays)));
  }

  /** Something is to be said beside what the server says. */
  void tell(String message) {
    relays.tell(SERVER, List.of(Buffer.buffer(message)));
  }

  Vertx vertx() {
    return vertx;
  }

  Upstream another() throws Exception {
    return get(new Upstream(vertx).start());
  }

  /** The server is defined anew: it is elsewhere. */
  void redefine(Upstream elsewhere) {
    ServerSpec spec =
        ServerSpec.fromJson(SERVER, new JsonObject().put("url", "" + elsewhere.url()));
    target = new Target(spec, elsewhere.url(), Map.of(), null, null);
  }

  /** The server is one that may have several replicas, and has this one. */
  void becomeReplica() {
    Pool young = new Pool(BalanceConfig.fromJson(new JsonObject()), name -> Availability.GOOD);
    young.set(List.of(SERVER + "~1"));
    pool = young;
  }

  private Future<Integer> serve(Relays relays) {
    Promise<Integer> port = Promise.promise();
    ((io.vertx.core.internal.VertxInternal) vertx)
        .createEventLoopContext()
        .runOnContext(
            now -> {
              Relay relay = relays.onLoop();
              vertx
                  .createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                  .requestHandler(request -> handle(relay, request))
                  .listen(0)
                  .map(server -> server.actualPort())
                  .onComplete(port::handle);
            });
    return port.future();
  }

  private void handle(Relay relay, HttpServerRequest request) {
    String id = request.getHeader("Mcp-Session-Id");
    Session session = id == null ? null : sessions.known(id, SERVER, caller);
    switch (request.method().name()) {
      case "GET" -> relay.listen(request, caller, session, target);
      case "DELETE" -> relay.end(request, session, target);
      default -> request.body().onSuccess(body -> post(relay, request, session, body));
    }
  }

  private void post(Relay relay, HttpServerRequest request, Session session, Buffer body) {
    Envelope message = Envelope.of(body);
    try {
      relay.post(new Post(request, caller, SERVER, era, session, message), target);
    } catch (RpcException refused) {
      Answers.error(request, refused.status(false), message.id(), refused);
    }
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** A session id, begun on the first loop. */
  String open() throws Exception {
    return post(0, null, request(1, "initialize", "{\"protocolVersion\":\"2025-11-25\"}"))
        .headers()
        .firstValue("Mcp-Session-Id")
        .orElseThrow();
  }

  static String request(int id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  static String call(int id, String tool) {
    return request(id, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":{}}");
  }

  private HttpRequest.Builder to(int loop, String session) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(loop) + "/"))
            .timeout(LIMIT)
            .header("Content-Type", "application/json");
    return session == null ? request : request.header("Mcp-Session-Id", session);
  }

  HttpResponse<String> post(int loop, String session, String body)
      throws IOException, InterruptedException {
    return http.send(
        to(loop, session).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> postLater(int loop, String session, String body) {
    return http.sendAsync(
        to(loop, session).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  HttpResponse<InputStream> stream(int loop, String session, String body) throws Exception {
    return http.send(
        to(loop, session).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofInputStream());
  }

  HttpResponse<InputStream> listen(int loop, String session) throws Exception {
    return http.send(to(loop, session).GET().build(), BodyHandlers.ofInputStream());
  }

  /** The rest of a stream that was dropped. */
  HttpResponse<InputStream> resume(int loop, String session, String lastEventId) throws Exception {
    return http.send(
        to(loop, session).header("Last-Event-ID", lastEventId).GET().build(),
        BodyHandlers.ofInputStream());
  }

  HttpResponse<String> delete(int loop, String session) throws Exception {
    return http.send(to(loop, session).DELETE().build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
