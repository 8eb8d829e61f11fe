package dev.omnibus.bench.gateway;

import dev.omnibus.bench.Cpu;
import dev.omnibus.harness.Proc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same calls directly, through nginx and through the gateway, in turn, in one run. Prints the
 * best round of each: on a shared machine the others tell of the neighbours.
 */
final class Rounds implements AutoCloseable {

  private static final int SMALL = 100;
  private static final int LARGE = 2_000;

  /** Until a node is warm the compilers of its JVM take processor time that calls would have. */
  private static final int WARM_MILLIS = 5_000;

  private static final int WARM_AT_LEAST = 6;
  private static final int WARM_AT_MOST = 24;
  private static final double FASTER = 1.03;

  private final List<Way> ways;
  private final long server;
  private final Process agents;
  private final PrintStream orders;
  private final BufferedReader results;
  private final int millis;
  private final int rounds;

  /**
   * @param server the process of the server behind all ways
   */
  Rounds(List<Way> ways, long server, int millis, int rounds) throws IOException {
    this.ways = ways;
    this.server = server;
    this.millis = millis;
    this.rounds = rounds;
    this.agents = Jvm.start(Agents.class);
    this.orders = new PrintStream(agents.getOutputStream(), true);
    this.results = new BufferedReader(new InputStreamReader(agents.getInputStream()));
  }

  void run(int[] levels) throws IOException {
    for (String tool : new String[] {"json", "sse"}) {
      for (Way way : ways) {
        if (way.name().equals("gateway")) {
          warm(way, 64, tool);
        } else {
          round(way, 64, tool, SMALL, millis);
        }
      }
    }
    System.out.println(Round.TITLE);
    for (int concurrency : levels) {
      compare("json", SMALL, concurrency);
      compare("sse", SMALL, concurrency);
      if (concurrency == 64) {
        compare("json", LARGE, concurrency);
      }
    }
    for (Way way : ways) {
      System.out.printf("resident: %s %d MB%n", way.name(), Proc.residentMegabytes(way.pid()));
    }
  }

  /** Calls until three rounds in a row were no faster than those before: a minute or two. */
  void warm(Way way, int concurrency, String tool) throws IOException {
    double best = 0;
    int since = 0;
    for (int i = 0; i < WARM_AT_MOST && (since < 3 || i < WARM_AT_LEAST); i++) {
      double now = round(way, concurrency, tool, SMALL, WARM_MILLIS).perSecond();
      since = now > best * FASTER ? 0 : since + 1;
      best = Math.max(best, now);
    }
  }

  private void compare(String tool, int bytes, int concurrency) throws IOException {
    Map<String, Round> best = new LinkedHashMap<>();
    for (int i = 0; i < rounds; i++) {
      for (Way way : ways) {
        best.merge(way.name(), round(way, concurrency, tool, bytes, millis), Round::better);
      }
    }
    String what = "%-5s %5d %5d".formatted(tool, bytes, concurrency);
    best.forEach((name, round) -> System.out.println(round.row(what, name)));
    if (best.containsKey("nginx")) {
      System.out.println(best.get("gateway").against(what, best.get("nginx"), best.get("direct")));
    }
  }

  Round round(Way way, int concurrency, String tool, int bytes, long time) throws IOException {
    double self = own(way);
    double servers = Cpu.secondsOfTree(server);
    double load = Cpu.secondsOfTree(agents.pid());
    orders.println(
        String.join(
            " ",
            Integer.toString(way.port()),
            way.path(),
            Scene.KEY,
            way.session(),
            Integer.toString(concurrency),
            tool,
            Integer.toString(bytes),
            Long.toString(time)));
    String[] words = results.readLine().split(" ");
    int calls = Integer.parseInt(words[0]);
    if (!words[1].equals("0")) {
      throw new IllegalStateException(words[1] + " wrong answers by " + way.name());
    }
    double thousands = calls / 1000.0;
    return new Round(
        calls / Double.parseDouble(words[2]),
        Double.parseDouble(words[3]),
        Double.parseDouble(words[4]),
        (own(way) - self) / thousands,
        (Cpu.secondsOfTree(server) - servers) / thousands,
        (Cpu.secondsOfTree(agents.pid()) - load) / thousands);
  }

  /** What stands between agent and server; directly there is nothing. */
  private double own(Way way) {
    return way.pid() == server ? 0 : Cpu.secondsOfTree(way.pid());
  }

  @Override
  public void close() {
    agents.destroy();
  }
}
