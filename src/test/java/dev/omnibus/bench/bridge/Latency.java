package dev.omnibus.bench.bridge;

import static dev.omnibus.bench.bridge.Contender.STREAM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * From publish to receive with many sockets: of events for all, of events that are spread over the
 * sockets by filters, and of requests among events. An event is as many writes as there are sockets
 * that hear it, so a bare loop of {@code write()} in as many threads as there are event loops is
 * the floor: what it takes on these processors, beside this load, nobody undercuts who writes to
 * each socket. All others are told as multiples of it.
 */
final class Latency {

  private static final Pace TO_ALL = Pace.toAll(5_000, 5, 272);

  /** As many deliveries: a hundred servers, and fifty sockets that look at each of them. */
  private static final Pace SPREAD = new Pace(5_000, 100, 5, 272);

  private static final Pace BUSY = Pace.toAll(200, 200, 272);
  private static final long MILLIS = 8_000;

  private Latency() {}

  static void toAll(Load load, int rounds, Predicate<String> asked) throws IOException {
    run(load, rounds, TO_ALL, asked);
    if (asked.test("requests")) {
      try (Contender c = Contender.omnibus("requests", Speech.SOCKJS, Contender.STREAM)) {
        requests(load, c);
      }
    }
  }

  static void spread(Load load, int rounds, Predicate<String> asked) throws IOException {
    run(load, rounds, SPREAD, asked);
  }

  private static void run(Load load, int rounds, Pace pace, Predicate<String> asked)
      throws IOException {
    System.out.printf("%n%s%n", pace);
    List<Contender> all = new ArrayList<>();
    try {
      all.add(Contender.floor("write() loops", Integer.toString(BridgeNode.LOOPS)));
      offer(all, asked, "write() loop", Contender::floor);
      offer(all, asked, "omnibus sockjs", name -> Contender.omnibus(name, Speech.SOCKJS, STREAM));
      offer(all, asked, "omnibus raw", name -> Contender.omnibus(name, Speech.RAW, STREAM));
      if (Peer.hasNpm()) {
        offer(all, asked, "node ws", Contender::ws);
      }
      offer(all, asked, "stock sockjs", name -> Contender.stock(name, Speech.SOCKJS));
      for (int i = 0; i < rounds; i++) {
        round(load, all, pace);
      }
    } finally {
      all.forEach(Contender::close);
    }
  }

  private static void offer(
      List<Contender> all, Predicate<String> asked, String name, BridgeBench.Start start)
      throws IOException {
    if (asked.test(name)) {
      all.add(start.as(name));
    }
  }

  /** One after the other, for a process may not open as many sockets as all have together. */
  private static void round(Load load, List<Contender> all, Pace pace) throws IOException {
    Figures floor = null;
    for (Contender c : all) {
      load.open(c, pace.sockets(), pace.groups());
      Warmth.reach(load, c, pace);
      Figures f = load.steady(c, pace, MILLIS);
      load.close(c);
      floor = floor == null ? f : floor;
      print(c, f, floor);
    }
  }

  private static void print(Contender c, Figures f, Figures floor) {
    System.out.printf(
        "%-16s p50 %5.1f ms (%.2f), p99 %5.1f ms (%.2f), most %5.1f ms; us a delivery: server"
            + " %.1f, of it the compiler %.1f, load %.1f%n",
        c.name(),
        f.p50() / 1e3,
        (double) f.p50() / floor.p50(),
        f.p99() / 1e3,
        (double) f.p99() / floor.p99(),
        f.most() / 1e3,
        f.cost(),
        f.compilerCost(),
        f.loadCost());
  }

  /** 20 sockets ask ten times a second each, while events come so fast that they wait for ticks. */
  private static void requests(Load load, Contender c) throws IOException {
    load.open(c, BUSY.sockets());
    load.order("ask " + c.key() + " 20 100");
    Warmth.reach(load, c, BUSY);
    load.listen(c.key());
    load.order("goal " + c.key() + " " + BUSY.deliveries(3_000) + " 30000");
    c.peer().ask("tell 200 3000 272 " + c.address() + " 1");
    String[] words = load.peer().answer().split(" ");
    System.out.printf(
        "%-16s %s requests amid 200 events/s: p99 %.1f ms%n",
        c.name(), words[7], Long.parseLong(words[8]) / 1e3);
  }
}
