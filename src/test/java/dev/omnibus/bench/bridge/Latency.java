package dev.omnibus.bench.bridge;

import java.io.IOException;

/** From publish to receive with many sockets, and requests among the events. */
final class Latency {

  private static final int SOCKETS = 5_000;
  private static final double PER_SECOND = 5;
  private static final long MILLIS = 8_000;
  private static final long WARM_MILLIS = 6_000;

  private Latency() {}

  static void run(Load load) throws IOException {
    System.out.printf("%n%d sockets x %.0f/s, 272 B%n", SOCKETS, PER_SECOND);
    try (Contender stock = Contender.stock("stock sockjs", Speech.SOCKJS);
        Contender own = Contender.omnibus("omnibus sockjs", Speech.SOCKJS, Contender.STREAM)) {
      for (Contender c : new Contender[] {stock, own}) {
        load.open(c, SOCKETS);
        load.flatOut(c, SOCKETS, 16, WARM_MILLIS, 272);
        load.steady(c, SOCKETS, PER_SECOND, 4_000, 272);
        Figures f = load.steady(c, SOCKETS, PER_SECOND, MILLIS, 272);
        print(c, f);
        if (c == own) {
          requests(load, c);
        }
        load.close(c);
      }
    }
  }

  private static void print(Contender c, Figures f) {
    System.out.printf(
        "%-16s p50 %.1f ms, p99 %.1f ms, most %.1f ms; cores: server %.2f, load %.2f%n",
        c.name(),
        f.p50() / 1e3,
        f.p99() / 1e3,
        f.most() / 1e3,
        f.server() / f.seconds(),
        f.load() / f.seconds());
  }

  /** 20 sockets ask ten times a second each, while events come so fast that they wait for ticks. */
  private static void requests(Load load, Contender c) throws IOException {
    load.close(c);
    load.open(c, 200);
    load.order("ask " + c.key() + " 20 100");
    load.listen(c.key());
    load.order("goal " + c.key() + " " + 200 * 200 * 3 + " 30000");
    c.peer().ask("tell 200 3000 272 " + c.address());
    String[] words = load.peer().answer().split(" ");
    System.out.printf(
        "%-16s %s requests amid 200 events/s: p99 %.1f ms%n",
        c.name(), words[7], Long.parseLong(words[8]) / 1e3);
  }
}
