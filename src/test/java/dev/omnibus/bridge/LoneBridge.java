package dev.omnibus.bridge;

import dev.omnibus.bus.Addresses;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A node with a bridge in a process of its own: {@code name cluster port folder}. It tells numbered
 * events when its standard input says so. What it knows it prints, a line each; it ends with its
 * input.
 */
public final class LoneBridge {

  static final String ADDRESS = Addresses.EVENT_CALL_FINISHED;

  private static final JsonObject LIMITS =
      new JsonObject().put("requestsPerSecond", 1_000).put("requestBurst", 10_000);

  private static final long LONGEST_LIFE_MS = 180_000;

  private final BridgeCluster cluster;
  private final TestNode node;
  private int told;

  private LoneBridge(BridgeCluster cluster, TestNode node) {
    this.cluster = cluster;
    this.node = node;
  }

  public static void main(String[] args) throws IOException {
    BridgeCluster cluster = new BridgeCluster(args[1], Integer.parseInt(args[2]));
    TestNode node = cluster.node(args[0], Path.of(args[3]), LIMITS);
    // A test that was itself killed leaves no node behind.
    node.vertx().setTimer(LONGEST_LIFE_MS, ignored -> Runtime.getRuntime().halt(1));
    new LoneBridge(cluster, node).serve();
    Runtime.getRuntime().halt(0);
  }

  private void serve() throws IOException {
    RollCall.open(node);
    TestNode.await(node.bus().hear(ADDRESS, this::heard).completion());
    synchronized (LoneBridge.class) { // the one that comes meanwhile is said after this
      node.membership().onChange(live -> say("live " + live.size()));
      say("live " + node.membership().live().size());
    }
    say("token " + node.token("ann"));
    say("ready " + node.bus().node() + " " + node.port());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      obey(line.split(" "));
    }
  }

  private void obey(String[] words) {
    switch (words[0]) {
      case "tell" -> tell(Integer.parseInt(words[1]));
      case "registrations" -> say("registrations " + cluster.registrations(node));
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private void heard(JsonObject event) {
    say("heard " + event.getString("node") + " " + event.getLong("seq"));
  }

  /** What is told is said before, so that nobody hears of more than was said. */
  private void tell(int count) {
    told += count;
    say("told " + told);
    for (int number = told - count + 1; number <= told; number++) {
      JsonObject data = new JsonObject().put("server", "files").put("number", number);
      node.bus().publish(ADDRESS, "mcp_call_finished", "info", data);
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
