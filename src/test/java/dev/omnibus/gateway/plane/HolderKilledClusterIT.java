package dev.omnibus.gateway.plane;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Ownership;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of two nodes is killed while it holds calls: as the owner of a server, and as the agent's.
 */
@Timeout(240)
class HolderKilledClusterIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<NodeId> NODES = List.of(NodeId.of("k1@a"), NodeId.of("k2@b"));
  private static final String LONG = "trigger-long-running-operation";
  private static final String ELICIT = "trigger-elicitation-request";
  private static final String A_MINUTE =
      "\"arguments\":{\"duration\":60,\"steps\":60},\"_meta\":{\"progressToken\":1}";

  @TempDir private static Path folder;

  /** The first name that this node will own. */
  private static String ownedBy(NodeId node) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "s" + i)
        .filter(name -> Ownership.owns(node, name, NODES))
        .findFirst()
        .orElseThrow();
  }

  /** A call that must not be made twice. */
  private static Reading asking(ToyAgent agent) throws Exception {
    Reading call = agent.stream(1, ELICIT, "\"arguments\":{}");
    call.message("elicitation/create");
    return call;
  }

  private static Reading calling(ToyAgent agent) throws Exception {
    Reading call = agent.stream(1, LONG, A_MINUTE);
    call.message("notifications/progress");
    return call;
  }

  @Test
  void each_call_ends_with_an_honest_error_and_each_session_goes_on() throws Exception {
    String atOne = ownedBy(NODES.get(0));
    String atTwo = ownedBy(NODES.get(1));
    try (NodeProcess one = new NodeProcess("k1", folder);
        NodeProcess two = new NodeProcess("k2", folder, one.clusterPort())) {
      one.write("servers.json", new ServersFile().everything(atOne).everything(atTwo).text());
      one.write("access.json", PlaneIT.access().encode());
      one.start();
      two.start();
      try (Operator operator = Operator.open(one.port(), PlaneIT.ALL)) {
        for (NodeId owner : NODES) {
          String server = ownedBy(owner);
          operator.awaitStatus(server, LIMIT, status -> serves(status, owner));
        }
      }
      ToyAgent ann = new ToyAgent(one.port(), atTwo, PlaneIT.ALL).initialize();
      ToyAgent bob = new ToyAgent(two.port(), atOne, PlaneIT.ALL).initialize();
      Reading ownerDies = asking(ann);
      Reading holderDies = calling(bob);
      two.kill();
      assertTrue(ownerDies.answer().containsKey("error"));
      ToyAgent moved = bob.at(one.port());
      Waiting.until(
          "the node is missed",
          LIMIT,
          () -> moved.resume(holderDies.lastId()).answer().containsKey("error"));
      says("bob", moved);
      Waiting.until("another process serves", LIMIT, () -> echoes(ann));
      says("ann", ann);
    }
  }

  private static void says(String what, ToyAgent agent) throws Exception {
    String body = agent.call(2, "echo", "{\"message\":\"" + what + "\"}").body();
    assertTrue(body.contains("Echo: " + what), body);
  }

  private static boolean echoes(ToyAgent agent) throws Exception {
    return agent.call(3, "echo", "{\"message\":\"again\"}").body().contains("Echo: again");
  }

  private static boolean serves(JsonObject status, NodeId owner) {
    String speaker = status.getJsonObject("claim").getString("owner");
    return status.getString("state").equals("healthy")
        && NodeId.of(speaker).name().equals(owner.name());
  }
}
