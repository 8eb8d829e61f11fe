package dev.omnibus.bench.bridge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * From publish to receive with many sockets, and requests among the events. An event is as many
 * writes as there are sockets, so a bare loop of {@code write()} in as many threads as there are
 * event loops is the floor: what it takes on these processors, beside this load, nobody undercuts
 * who writes to each socket. All others are told as multiples of it.
 */
final class Latency {

  private static final int SOCKETS = 5_000;
  private static final double PER_SECOND = 5;
  private static final long MILLIS = 8_000;
  private static final long WARM_MILLIS = 4_000;

  private Latency() {}

  static void run(Load load, int rounds) throws IOException {
    System.out.printf("%n%d sockets x %.0f/s, 272 B%n", SOCKETS, PER_SECOND);
    List<Contender> all = new ArrayList<>();
    try {
      all.add(Contender.floor("write() loops", Integer.toString(BridgeNode.LOOPS)));
      all.add(Contender.floor("write() loop"));
      all.add(Contender.omnibus("omnibus sockjs", Speech.SOCKJS, Contender.STREAM));
      all.add(Contender.omnibus("omnibus raw", Speech.RAW, Contender.STREAM));
      if (Peer.hasNpm()) {
        all.add(Contender.ws("node ws"));
      }
      all.add(Contender.stock("stock sockjs", Speech.SOCKJS));
      for (int i = 0; i < rounds; i++) {
        round(load, all);
      }
      requests(load, all.get(2));
    } finally {
      all.forEach(Contender::close);
    }
  }

  /** One after the other, for a process may not open as many sockets as all have together. */
  private static void round(Load load, List<Contender> all) throws IOException {
    Figures floor = null;
    for (Contender c : all) {
      load.open(c, SOCKETS);
      load.flatOut(c, SOCKETS, 16, WARM_MILLIS, 272);
      load.steady(c, SOCKETS, PER_SECOND, MILLIS / 4, 272);
      Figures f = load.steady(c, SOCKETS, PER_SECOND, MILLIS, 272);
      load.close(c);
      floor = floor == null ? f : floor;
      print(c, f, floor);
    }
  }

  private static void print(Contender c, Figures f, Figures floor) {
    System.out.printf(
        "%-16s p50 %5.1f ms (%.2f), p99 %5.1f ms (%.2f), most %5.1f ms; us a delivery: server"
            + " %.1f, load %.1f%n",
        c.name(),
        f.p50() / 1e3,
        (double) f.p50() / floor.p50(),
        f.p99() / 1e3,
        (double) f.p99() / floor.p99(),
        f.most() / 1e3,
        f.cost(),
        f.loadCost());
  }

  /** 20 sockets ask ten times a second each, while events come so fast that they wait for ticks. */
  private static void requests(Load load, Contender c) throws IOException {
    load.open(c, 200);
    load.order("ask " + c.key() + " 20 100");
    load.steady(c, 200, 200, MILLIS / 4, 272); // until what answers is compiled
    load.listen(c.key());
    load.order("goal " + c.key() + " " + 200 * 200 * 3 + " 30000");
    c.peer().ask("tell 200 3000 272 " + c.address());
    String[] words = load.peer().answer().split(" ");
    System.out.printf(
        "%-16s %s requests amid 200 events/s: p99 %.1f ms%n",
        c.name(), words[7], Long.parseLong(words[8]) / 1e3);
  }
}
