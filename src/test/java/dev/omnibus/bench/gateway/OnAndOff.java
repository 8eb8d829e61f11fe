package dev.omnibus.bench.gateway;

import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.ScratchFolder;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The same calls through a node that measures and through one that does not, in turn, in one run:
 * what all of telemetry together costs. Two nodes, one server, one load; each a process.
 */
public final class OnAndOff implements AutoCloseable {

  private final Process server = Jvm.start(EchoServer.class);
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final List<Way> ways = new ArrayList<>();

  public OnAndOff() throws Exception {
    BufferedReader output = new BufferedReader(new InputStreamReader(server.getInputStream()));
    String url = "http://127.0.0.1:" + Integer.parseInt(output.readLine()) + "/mcp";
    open("on", url, "{\"enabled\":true}");
    open("off", url, "{\"enabled\":false,\"traces\":{\"enabled\":false}}");
  }

  private void open(String name, String url, String telemetry) throws Exception {
    Path folder = ScratchFolder.make("bench");
    NodeProcess node = new NodeProcess(name, folder).fullSpeed();
    nodes.add(node);
    node.write(
        "omnibus.json", "{\"gateway\":{\"concurrency\":4000},\"telemetry\":" + telemetry + "}");
    node.write("servers.json", new ServersFile().http("echo", url).text());
    node.write("access.json", Scene.access().encode());
    node.start();
    String path = "/mcp/echo";
    Waiting.until(
        name + " answers",
        Duration.ofSeconds(30),
        () -> Handshake.session(node.port(), path) != null);
    ways.add(new Way(name, node.port(), path, Handshake.session(node.port(), path), node.pid()));
  }

  /** Prints each pair of rounds, and the middle one of their ratios. */
  public void run(int millis, int rounds, int concurrency) throws Exception {
    try (Rounds load = new Rounds(ways, server.pid(), millis, rounds)) {
      for (Way way : ways) {
        load.warm(way, concurrency, "json");
      }
      List<Double> calls = new ArrayList<>();
      List<Double> cpu = new ArrayList<>();
      System.out.println(Round.TITLE);
      for (int i = 0; i < rounds; i++) {
        // Who is first changes, so that nobody always comes after the other's garbage.
        Way first = ways.get(i % 2);
        Way second = ways.get((i + 1) % 2);
        Round one = load.round(first, concurrency, "json", 100, millis);
        Round two = load.round(second, concurrency, "json", 100, millis);
        Round on = i % 2 == 0 ? one : two;
        Round off = i % 2 == 0 ? two : one;
        String what = "json    100 %5d".formatted(concurrency);
        System.out.println(on.row(what, "on"));
        System.out.println(off.row(what, "off"));
        calls.add(on.perSecond() / off.perSecond());
        cpu.add(on.self() / off.self());
      }
      System.out.printf(
          "telemetry on/off, middle of %d pairs: %.3f of the calls, %.3f of the processor time a"
              + " call%n",
          rounds, middle(calls), middle(cpu));
    }
  }

  private static double middle(List<Double> ratios) {
    return ratios.stream().sorted().skip(ratios.size() / 2).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::close);
    server.destroy();
  }
}
