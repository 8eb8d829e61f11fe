package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.access.Seal;
import dev.omnibus.access.SecurityEvents;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.EraRules;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.balance.Bulkheads;
import dev.omnibus.gateway.balance.Repeats;
import dev.omnibus.gateway.catalog.Catalog;
import dev.omnibus.gateway.catalog.LastKnown;
import dev.omnibus.gateway.seen.Counted;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.measure.Metric;
import dev.omnibus.model.LimitSpec;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A plane behind a socket, with the sessions of its node; two on one bus are two nodes. */
final class ToyNode {

  private static final Seal SEAL = new Seal(() -> new byte[48], "test");

  final Counted counted = new Counted();
  final Seen seen;
  final Catalog catalog = new Catalog();
  final Bus bus;
  private final Vertx vertx;
  private final Sessions sessions;
  private final Plane plane;
  private final HttpServer http;
  private final Bulkheads bulkheads;

  ToyNode(Vertx vertx, String name, ToyServer toy, Supplier<AccessConfig> access) throws Exception {
    this(vertx, name, toy, access, LimitSpec.DEFAULT, new JsonObject());
  }

  /**
   * @param more keys of the gateway's configuration
   */
  ToyNode(
      Vertx vertx,
      String name,
      ToyServer toy,
      Supplier<AccessConfig> access,
      LimitSpec limits,
      JsonObject more)
      throws Exception {
    this.vertx = vertx;
    GatewayConfig config =
        GatewayConfig.fromJson(new JsonObject().put("keepAliveMs", 200).mergeIn(more));
    bulkheads = new Bulkheads(config, server -> limits);
    bus = new Bus(vertx, name, Clock.systemUTC());
    Permits permits = new Permits(new Policy(access));
    seen = new Seen(counted.measures(), bus, config, new AuditTrail(), Clock.systemUTC());
    sessions = get(Sessions.open(vertx, bus, SEAL, config));
    OneDoor.Server server =
        new OneDoor.Server() {

          @Override
          public Future<Way> open(Guest guest) {
            return toy.open(vertx);
          }

          @Override
          public boolean isDraining(String server) {
            return toy.draining;
          }

          @Override
          public void ended(Guest guest) {
            toy.heard.add("ended " + guest.session());
          }
        };
    OneDoor door = new OneDoor(vertx, server, permits, seen, config, bulkheads, SEAL, name);
    plane =
        new Plane(
            vertx,
            bus,
            sessions,
            permits,
            config,
            door,
            Repeats.READS_ONLY,
            bulkheads,
            new LastKnown(catalog, permits, asked -> !toy.isPrivate),
            SEAL,
            node -> !node.equals("dead@1"));
    get(plane.listen());
    http = get(vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"));
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** Calls that wait for a place. */
  int waiting() {
    return bulkheads.of("toy").waiting();
  }

  /** How often something was not sent to the server. */
  long keptBack() {
    return counted.of(Metric.ERRORS_TRANSPORT);
  }

  Plane plane() {
    return plane;
  }

  /** This user signed out of this session, or of all when it is null. */
  void revoke(String user, String session) {
    new SecurityEvents(bus, Clock.systemUTC()).revoked(user, session, "test");
  }

  int port() {
    return http.actualPort();
  }

  private void handle(HttpServerRequest request) {
    Caller caller =
        new Caller(
            header(request, "User", "ann"),
            Set.of(header(request, "Roles", "all").split(",")),
            header(request, "Family", "s"),
            Instant.parse(header(request, "Expires", "2100-01-01T00:00:00Z")));
    String id = request.getHeader("Mcp-Session-Id");
    request.pause();
    Future<Session> session =
        id == null ? Future.succeededFuture() : sessions.find(id, "toy", caller);
    session.onSuccess(
        found -> {
          request.resume();
          if (id != null && found == null) {
            Answers.error(request, 404, null, RpcException.own(404, "no session"));
          } else {
            take(request, caller, found);
          }
        });
  }

  private static String header(HttpServerRequest request, String name, String otherwise) {
    String value = request.getHeader(name);
    return value == null ? otherwise : value;
  }

  private void take(HttpServerRequest request, Caller caller, Session session) {
    if (request.method() == HttpMethod.GET) {
      plane.listen(request, caller, session);
    } else if (request.method() == HttpMethod.DELETE) {
      plane.end(request, caller, session);
    } else {
      request
          .body()
          .onSuccess(
              body -> {
                Envelope message = Envelope.of(body);
                plane.post(
                    new Post(
                        request,
                        caller,
                        "toy",
                        message.isReply()
                            ? EraRules.ofReply(request.headers())
                            : EraRules.check(message, request.headers()),
                        session,
                        message));
              });
    }
  }
}
