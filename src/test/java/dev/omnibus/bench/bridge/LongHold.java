package dev.omnibus.bench.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Very many sockets for a long time, with pings and now and then an event: does anything grow? */
final class LongHold {

  private static final int SPARE = 500;
  private static final int PARTS = 10;

  private LongHold() {}

  static void run(Load load, int wanted, int seconds) throws IOException {
    int sockets = fit(wanted);
    System.out.printf(
        "%n%d sockets for %d s, a ping each 5 s, an event each 5 s%s%n",
        sockets, seconds, sockets < wanted ? " (" + wanted + " need more open files)" : "");
    try (Contender c = Contender.omnibus("omnibus sockjs", Speech.SOCKJS, Contender.STREAM)) {
      System.out.printf("open after %.1f s%n", load.open(c, sockets) / 1e3);
      load.order("chat " + c.key() + " 5000");
      for (int i = 1; i <= PARTS; i++) {
        Figures f = hold(load, c, sockets, seconds * 1_000L / PARTS);
        long heap = Long.parseLong(c.peer().ask("gc").split(" ")[1]);
        System.out.printf(
            "%5d s: heap %.1f MB, resident %.1f MB, cores: server %.2f, load %.2f; %d sockets,"
                + " p99 %.1f ms%n",
            i * seconds / PARTS,
            heap / 1e6,
            c.peer().resident() / 1e6,
            f.server() / f.seconds(),
            f.load() / f.seconds(),
            Sockets.of(c.peer().pid()),
            f.p99() / 1e3);
      }
      load.close(c);
    }
  }

  /** Some of the time; whoever lost a socket says why, and so does the server. */
  private static Figures hold(Load load, Contender c, int sockets, long millis) throws IOException {
    try {
      return load.steady(c, sockets, 0.2, millis, 272);
    } catch (IllegalStateException lost) {
      System.out.println(lost.getMessage() + "; server says " + c.peer().ask("counters"));
      throw lost;
    }
  }

  /** As many as a process may open here. */
  static int fit(int wanted) throws IOException {
    int limit =
        Files.readAllLines(Path.of("/proc/self/limits")).stream()
            .filter(line -> line.startsWith("Max open files"))
            .map(line -> line.substring(26).trim().split(" +")[0])
            .mapToInt(word -> word.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(word))
            .findFirst()
            .orElse(1024);
    return Math.min(wanted, limit - SPARE);
  }
}
