package dev.omnibus.bench;

import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ScratchFolder;
import dev.omnibus.harness.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code ./omnibus bench probes [servers] [seconds]}: one node watches many HTTP servers at a 10 s
 * interval. Prints how evenly the probes arrive and what they cost the node in processor time.
 */
public final class ProbesBench {

  private static final int INTERVAL_SECONDS = 10;

  private ProbesBench() {}

  public static void main(String[] args) throws Exception {
    int servers = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
    Vertx vertx = Vertx.vertx();
    Path folder = ScratchFolder.make("bench");
    ProbeFleet fleet = new ProbeFleet(vertx);
    int port = fleet.listen().toCompletionStage().toCompletableFuture().get();
    try (NodeProcess node = new NodeProcess("bench", folder).fullSpeed()) {
      node.write("servers.json", fleetOf(servers, port).encode()).start();
      awaitHealthy(node, servers);
      run(node, fleet, servers, seconds);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  private static void awaitHealthy(NodeProcess node, int servers) throws Exception {
    long start = System.nanoTime();
    try (Operator admin = Operator.admin(node.port())) {
      Waiting.until(
          servers + " servers are healthy",
          Duration.ofMinutes(2),
          () ->
              admin.ask("query.server.list", new JsonObject()).getJsonArray("servers").stream()
                      .map(JsonObject.class::cast)
                      .filter(status -> status.getString("state").equals("healthy"))
                      .count()
                  == servers,
          node::diagnosis);
    }
    System.out.printf("%d servers healthy %.1f s after ready%n", servers, since(start));
  }

  private static void run(NodeProcess node, ProbeFleet fleet, int servers, int seconds)
      throws Exception {
    long from = System.currentTimeMillis() / 1000 + INTERVAL_SECONDS;
    Waiting.until("warm", Duration.ofMinutes(1), () -> now() >= from);
    long start = System.nanoTime();
    double cpu = Cpu.seconds(node.pid());
    Waiting.until("measured", Duration.ofMinutes(30), () -> now() >= from + seconds);
    double used = Cpu.seconds(node.pid()) - cpu;
    double wall = since(start);
    List<Integer> perSecond = fleet.perSecond(from, from + seconds);
    double mean = perSecond.stream().mapToInt(Integer::intValue).average().orElse(0);
    int most = perSecond.stream().mapToInt(Integer::intValue).max().orElse(0);
    int least = perSecond.stream().mapToInt(Integer::intValue).min().orElse(0);
    System.out.printf(
        "servers %d, interval %d s, measured %d s%n", servers, INTERVAL_SECONDS, seconds);
    System.out.printf("probes a second: mean %.1f, least %d, most %d%n", mean, least, most);
    System.out.printf("busiest second / mean: %.2f (at most 1.50 wanted)%n", most / mean);
    System.out.printf("node's processor: %.3f cores (under 0.5 wanted)%n", used / wall);
    System.out.printf("processor time a probe: %.0f us%n", used / (mean * wall) * 1e6);
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }

  private static JsonObject fleetOf(int servers, int port) {
    JsonObject all = new JsonObject();
    for (int i = 0; i < servers; i++) {
      all.put("s" + i, new JsonObject().put("url", "http://127.0.0.1:" + port + "/s" + i + "/mcp"));
    }
    return new JsonObject().put("mcpServers", all);
  }

  /** User and system time of a process, from proc(5). */
  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
