package dev.omnibus.coordinator;

import dev.omnibus.model.ServerSpec;
import java.util.stream.IntStream;

/** A node with a coordinator in a process of its own: {@code node cluster port serverPort}. */
public final class LoneCoordinator {

  static final int SERVERS = 10;
  private static final long LONGEST_LIFE_MS = 180_000;

  private LoneCoordinator() {}

  public static void main(String[] args) {
    TestNode node = new TestCluster(args[1], Integer.parseInt(args[2])).node(args[0]);
    // A test that was itself killed leaves no node behind.
    node.vertx.setTimer(LONGEST_LIFE_MS, ignored -> Runtime.getRuntime().halt(1));
    node.start(specs(Integer.parseInt(args[3])));
  }

  static ServerSpec[] specs(int port) {
    return IntStream.range(0, SERVERS)
        .mapToObj(i -> Specs.http("s" + i, port))
        .toArray(ServerSpec[]::new);
  }
}
