package dev.omnibus.gateway.way;

import dev.omnibus.cluster.Owners;
import dev.omnibus.config.CoordinatorConfig;
import dev.omnibus.config.Endpoints;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.config.SecretRefs;
import dev.omnibus.coordinator.TestNode;
import dev.omnibus.credential.Credentials;
import dev.omnibus.gateway.balance.Balance;
import dev.omnibus.gateway.balance.Bulkheads;
import dev.omnibus.gateway.balance.Repeats;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.mcp.StdioEndpoint;
import dev.omnibus.model.LimitSpec;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;

/** A node with its ways. */
record WayNode(TestNode node, Ways ways) {

  static WayNode of(TestNode node) {
    Ways ways =
        new Ways(
            node.vertx,
            node.bus,
            new Owners(node.membership, node.board),
            node.config,
            new Endpoints(
                new SecretRefs(name -> null, Path.of("")),
                CoordinatorConfig.fromJson(new JsonObject()),
                new Credentials(node.vertx, Clock.systemUTC())),
            new ClientInfo("test", "1"),
            Balance.plain(
                new Bulkheads(
                    GatewayConfig.fromJson(new JsonObject()), server -> LimitSpec.DEFAULT),
                Repeats.READS_ONLY));
    return new WayNode(node, ways);
  }

  /** A definition over stdio, with further keys of an entry. */
  static ServerSpec spec(String name, StdioEndpoint program, JsonObject more) {
    JsonArray args = new JsonArray();
    program.command().stream().skip(1).forEach(args::add);
    return ServerSpec.fromJson(
        name, more.copy().put("command", program.command().get(0)).put("args", args));
  }

  Agent agent(String server) {
    return agent(server, null, "{}");
  }

  /** An agent that shows nothing. */
  Agent anybody(String server, String capabilities) {
    return Agent.anybody(node.vertx, ways, server, capabilities);
  }

  Agent agent(String server, String session, String capabilities) {
    return Agent.at(node.vertx, ways, server, session, capabilities);
  }
}
