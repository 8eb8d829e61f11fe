package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Ownership;
import dev.omnibus.harness.CommandLine;
import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An owner that freezes, is replaced, and wakes up believing that it is alone. */
class FrozenOwnerClusterIT {

  private final Vertx vertx = Vertx.vertx();
  private final TestCluster cluster = new TestCluster();
  private Process other;

  @AfterEach
  void close() {
    other.destroyForcibly();
    cluster.close();
    TestNode.await(vertx.close());
  }

  @Test
  void a_stalled_owner_that_wakes_up_ends_with_its_share_and_no_more() throws IOException {
    TinyServer tiny = TestNode.await(TinyServer.start(vertx, 0));
    TestNode n1 = cluster.node("n1").start(LoneCoordinator.specs(tiny.port()));
    other = start("n2", tiny.port());
    TestNode.until(() -> n1.membership.live().size() == 2 && settled(n1));
    signal("-STOP");
    TestNode.until(() -> n1.membership.live().size() == 1 && settled(n1));
    signal("-CONT");
    TestNode.until(() -> n1.membership.live().size() == 2);
    TestNode.until(() -> settled(n1));
    TestNode.until(() -> tiny.sessions.size() == LoneCoordinator.SERVERS);
    assertTrue(settled(n1));
  }

  /** Whether every server is spoken for by the one that should. */
  private static boolean settled(TestNode node) {
    List<NodeId> live = node.membership.live();
    return IntStream.range(0, LoneCoordinator.SERVERS)
        .mapToObj(i -> "s" + i)
        .allMatch(
            server ->
                node.board
                    .of(server)
                    .map(status -> NodeId.of(status.claim().owner()))
                    .equals(Ownership.owner(server, live)));
  }

  private void signal(String signal) throws IOException {
    new ProcessBuilder("kill", signal, Long.toString(other.pid())).start();
  }

  private Process start(String node, int serverPort) throws IOException {
    return new ProcessBuilder(
            CommandLine.of(
                LoneCoordinator.class,
                CommandLine.MEMBER,
                List.of(
                    node,
                    cluster.name,
                    Integer.toString(cluster.port),
                    Integer.toString(serverPort))))
        .redirectErrorStream(true)
        .redirectOutput(new File("target/" + cluster.name + "-" + node + ".log"))
        .start();
  }
}
