package dev.omnibus.gateway.desk;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.access.Seal;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.balance.Bulkheads;
import dev.omnibus.gateway.catalog.Catalog;
import dev.omnibus.gateway.catalog.LastKnown;
import dev.omnibus.gateway.plane.Guest;
import dev.omnibus.gateway.plane.OneDoor;
import dev.omnibus.gateway.plane.ToyServer;
import dev.omnibus.gateway.seen.Counted;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.model.LimitSpec;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The desk of one node before a toy; two on one bus are two nodes. */
final class DeskNode {

  static final String TOY = "toy";
  private static final Seal SEAL = new Seal(() -> new byte[48], "test");

  final Counted counted = new Counted();
  final AuditTrail trail = new AuditTrail();
  final Bus bus;
  private final Desk desk;

  /** Who lives, for all nodes of a test. */
  static final class Members {
    final List<NodeId> live = new CopyOnWriteArrayList<>();
    private final List<Handler<List<NodeId>>> handlers = new CopyOnWriteArrayList<>();

    Membership of(NodeId self) {
      live.add(self);
      return new Membership() {
        @Override
        public NodeId self() {
          return self;
        }

        @Override
        public List<NodeId> live() {
          return List.copyOf(live);
        }

        @Override
        public void onChange(Handler<List<NodeId>> handler) {
          handlers.add(handler);
        }
      };
    }

    void gone(DeskNode node) {
      live.remove(NodeId.of(node.bus.node()));
      handlers.forEach(handler -> handler.handle(List.copyOf(live)));
    }
  }

  DeskNode(Vertx vertx, String name, Members members, ToyServer toy, Supplier<AccessConfig> access)
      throws Exception {
    GatewayConfig config = GatewayConfig.fromJson(new JsonObject().put("listTimeoutMs", 300));
    bus = new Bus(vertx, name, Clock.systemUTC());
    Permits permits = new Permits(new Policy(access));
    Seen seen = new Seen(counted.measures(), bus, config, new AuditTrail(), Clock.systemUTC());
    Bulkheads bulkheads = new Bulkheads(config, server -> LimitSpec.DEFAULT);
    OneDoor.Server server =
        new OneDoor.Server() {
          @Override
          public Future<Way> open(Guest guest) {
            return toy.open(vertx);
          }

          @Override
          public void ended(Guest guest) {
            toy.heard.add("ended");
          }
        };
    ServerSpec spec =
        ServerSpec.fromJson(TOY, new JsonObject().put("url", "http://127.0.0.1:1/mcp"));
    desk =
        new Desk(
            vertx,
            bus,
            members.of(NodeId.of(name)),
            new LiveConfig(Map.of(TOY, spec), AccessConfig.NOBODY),
            permits,
            new OneDoor(vertx, server, permits, seen, config, bulkheads, SEAL, name),
            new OneDoor(vertx, server, permits, seen.untold(), config, bulkheads, SEAL, name),
            new LastKnown(new Catalog(), permits, asked -> true),
            config,
            new ClientInfo("test", "1"),
            trail,
            Clock.systemUTC());
    get(desk.listen());
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** Roles are called as users are: each has one of its own name, with these globs for the toy. */
  static AccessConfig access(Map<String, List<String>> users) {
    JsonObject roles = new JsonObject();
    JsonObject people = new JsonObject();
    users.forEach(
        (user, globs) -> {
          roles.put(
              user,
              new JsonObject()
                  .put("requests", JsonArray.of("*"))
                  .put("events", JsonArray.of("*"))
                  .put("servers", new JsonObject().put(TOY, new JsonArray(globs))));
          people.put(user, new JsonObject().put("password", "-").put("roles", JsonArray.of(user)));
        });
    return AccessConfig.fromJson(new JsonObject().put("roles", roles).put("users", people));
  }

  /** Asks this node: the bus of a test has both on it. */
  Future<JsonObject> asking(String user, String address, JsonObject body) {
    Caller caller = new Caller(user, Set.of(user), "s", Instant.parse("2100-01-01T00:00:00Z"));
    return desk.answered(new Request(address, body, caller.toJson()));
  }

  JsonObject ask(String user, String address, JsonObject body) throws Exception {
    return get(asking(user, address, body.copy().put("server", TOY)));
  }

  Future<JsonObject> asNobody(String address, JsonObject body) {
    return desk.answered(new Request(address, body, null));
  }

  Future<Void> close() {
    return desk.close();
  }
}
