package dev.omnibus.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Ownership;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real nodes, each with a server that the other one does not run. */
class GatewayClusterIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<NodeId> NODES = List.of(NodeId.of("g1@a"), NodeId.of("g2@b"));

  @TempDir static Path folder;

  /** The first name that this node will own. */
  private static String ownedBy(NodeId node) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "s" + i)
        .filter(name -> Ownership.owns(node, name, NODES))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void every_node_serves_the_servers_of_all_nodes() throws Exception {
    List<String> servers = NODES.stream().map(GatewayClusterIT::ownedBy).toList();
    String program = Path.of("src/test/peers/modern-server.mjs").toAbsolutePath().toString();
    ServersFile file = new ServersFile();
    servers.forEach(server -> file.stdio(server, "node", program, "stdio", "reject"));
    try (NodeProcess one = new NodeProcess("g1", folder);
        NodeProcess two = new NodeProcess("g2", folder, one.clusterPort())) {
      one.write("servers.json", file.text()).start();
      two.start();
      for (NodeProcess node : List.of(one, two)) {
        String token = Operator.token(node.port(), "admin", NodeProcess.PASSWORD);
        try (Operator operator = Operator.open(node.port(), token)) {
          for (NodeId owner : NODES) {
            String server = ownedBy(owner);
            operator.awaitStatus(server, LIMIT, status -> serves(status, owner));
            assertEquals("from " + node.name(), said(node, token, server));
          }
        }
      }
    }
  }

  private static boolean serves(JsonObject status, NodeId owner) {
    String speaker = status.getJsonObject("claim").getString("owner");
    return status.getString("state").equals("healthy")
        && NodeId.of(speaker).name().equals(owner.name());
  }

  private static String said(NodeProcess node, String token, String server) throws Exception {
    JsonObject arguments = new JsonObject().put("message", "from " + node.name());
    JsonObject params = new JsonObject().put("name", server + "__echo").put("arguments", arguments);
    HttpResponse<String> answer =
        Operator.post(node.port(), "/mcp", GatewayNode.request("tools/call", params), token);
    return new JsonObject(answer.body())
        .getJsonObject("result", new JsonObject())
        .getJsonArray("content")
        .getJsonObject(0)
        .getString("text");
  }
}
