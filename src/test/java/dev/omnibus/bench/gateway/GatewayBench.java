package dev.omnibus.bench.gateway;

import dev.omnibus.access.Keys;
import dev.omnibus.bench.Cpu;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Proc;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ./omnibus bench gateway [millis a round] [rounds] [concurrency,...]}: the same calls to
 * the same server, directly, through nginx and through the gateway, in turn, in one run. Every
 * answer is looked at. Prints the best round of each: on a shared machine the others tell of the
 * neighbours.
 */
public final class GatewayBench {

  private static final String KEY = "omk_bench";
  private static final int SMALL = 100;
  private static final int LARGE = 2_000;

  /** Where the calls of a round go to. */
  private record Way(String name, int port, String path, String session, long pid) {}

  private record Round(double perSecond, double p50, double p99, double cpuPerThousand) {}

  private final Process agents;
  private final PrintStream orders;
  private final BufferedReader results;
  private final List<Way> ways = new ArrayList<>();
  private final long millis;
  private final int rounds;
  private final int[] levels;

  private GatewayBench(long millis, int rounds, int[] levels) throws Exception {
    this.levels = levels;
    this.millis = millis;
    this.rounds = rounds;
    this.agents = Jvm.start(Agents.class);
    this.orders = new PrintStream(agents.getOutputStream(), true);
    this.results = new BufferedReader(new InputStreamReader(agents.getInputStream()));
  }

  public static void main(String[] args) throws Exception {
    long millis = args.length > 0 ? Long.parseLong(args[0]) : 5_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    int[] levels =
        args.length > 2
            ? Arrays.stream(args[2].split(",")).mapToInt(Integer::parseInt).toArray()
            : new int[] {1, 8, 64, 256};
    Path folder = Files.createTempDirectory("omnibus-bench");
    Process server = Jvm.start(EchoServer.class);
    int port =
        Integer.parseInt(
            new BufferedReader(new InputStreamReader(server.getInputStream())).readLine());
    GatewayBench bench = new GatewayBench(millis, rounds, levels);
    Optional<Nginx> nginx = Nginx.before(port, folder);
    try (NodeProcess node = new NodeProcess("bench", folder).fullSpeed()) {
      node.write("servers.json", new ServersFile().http("echo", url(port)).text());
      node.write("access.json", access().encode()).start();
      bench.run(port, nginx, node);
    } finally {
      bench.agents.destroy();
      server.destroy();
      if (nginx.isPresent()) {
        nginx.get().close();
      }
    }
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port + "/mcp";
  }

  private static JsonObject access() {
    JsonObject role = new JsonObject().put("servers", new JsonObject().put("*", JsonArray.of("*")));
    JsonObject key =
        new JsonObject().put("sha256", Keys.sha256(KEY)).put("roles", JsonArray.of("all"));
    return new JsonObject()
        .put("users", new JsonObject())
        .put("roles", new JsonObject().put("all", role))
        .put("keys", new JsonObject().put("bench", key));
  }

  private void run(int port, Optional<Nginx> nginx, NodeProcess node) throws Exception {
    ways.add(new Way("direct", port, "/mcp", session(port, "/mcp"), 0));
    if (nginx.isPresent()) {
      int at = nginx.get().port();
      Waiting.until("nginx answers", Duration.ofSeconds(10), () -> session(at, "/mcp") != null);
      ways.add(new Way("nginx", at, "/mcp", session(at, "/mcp"), nginx.get().pid()));
    } else {
      System.out.println("nginx is not installed: no reference in this run");
    }
    Waiting.until(
        "the gateway answers",
        Duration.ofSeconds(30),
        () -> session(node.port(), "/mcp/echo") != null);
    ways.add(
        new Way(
            "gateway", node.port(), "/mcp/echo", session(node.port(), "/mcp/echo"), node.pid()));
    for (Way way : ways) {
      round(way, 64, "json", SMALL, 4 * millis);
    }
    System.out.printf(
        "%-6s %5s %5s %-8s %9s %9s %9s %12s %9s%n",
        "answer", "bytes", "conc.", "way", "calls/s", "p50 us", "p99 us", "cpu-s/1000", "vs nginx");
    for (int concurrency : levels) {
      compare("json", SMALL, concurrency);
      compare("sse", SMALL, concurrency);
      compare("json", LARGE, concurrency);
    }
    System.out.printf("resident: gateway %d MB%n", Proc.residentMegabytes(node.pid()));
  }

  private void compare(String tool, int bytes, int concurrency) throws Exception {
    Map<Way, Round> best = new LinkedHashMap<>();
    for (int i = 0; i < rounds; i++) {
      for (Way way : ways) {
        best.merge(
            way,
            round(way, concurrency, tool, bytes, millis),
            (a, b) -> a.perSecond() > b.perSecond() ? a : b);
      }
    }
    double reference =
        best.entrySet().stream()
            .filter(e -> e.getKey().name().equals("nginx"))
            .mapToDouble(e -> e.getValue().perSecond())
            .findFirst()
            .orElse(Double.NaN);
    best.forEach(
        (way, r) ->
            System.out.printf(
                "%-6s %5d %5d %-8s %9.0f %9.0f %9.0f %12.4f %9.2f%n",
                tool,
                bytes,
                concurrency,
                way.name(),
                r.perSecond(),
                r.p50(),
                r.p99(),
                r.cpuPerThousand(),
                r.perSecond() / reference));
  }

  private Round round(Way way, int concurrency, String tool, int bytes, long time)
      throws Exception {
    double before = way.pid() == 0 ? 0 : Cpu.secondsOfTree(way.pid());
    orders.println(
        String.join(
            " ",
            Integer.toString(way.port()),
            way.path(),
            KEY,
            way.session(),
            Integer.toString(concurrency),
            tool,
            Integer.toString(bytes),
            Long.toString(time)));
    String[] words = results.readLine().split(" ");
    double used = way.pid() == 0 ? 0 : Cpu.secondsOfTree(way.pid()) - before;
    int calls = Integer.parseInt(words[0]);
    if (!words[1].equals("0")) {
      throw new IllegalStateException(words[1] + " wrong answers by " + way.name());
    }
    return new Round(
        calls / Double.parseDouble(words[2]),
        Double.parseDouble(words[3]),
        Double.parseDouble(words[4]),
        1000 * used / calls);
  }

  /** The id of a new session, or null as long as nobody answers well. */
  private static String session(int port, String path) throws Exception {
    String initialize =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
            + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\","
            + "\"version\":\"1\"}}}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(initialize))
            .build();
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      return answer.headers().firstValue("Mcp-Session-Id").orElse(null);
    } catch (IOException notYet) {
      return null;
    }
  }
}
