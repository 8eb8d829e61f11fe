package dev.omnibus.bench.bridge;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** What a socket costs that subscribes and hears nothing, with the pings of the stock client. */
final class Idle {

  private static final long PING_MILLIS = 5_000;
  private static final long WATCH_SECONDS = 8;

  private Idle() {}

  /**
   * @param only says of a name whether it is measured
   */
  static void run(Load load, int sockets, Predicate<String> only) throws IOException {
    System.out.printf("%nidle, %d sockets, a ping each 5 s%n", sockets);
    System.out.printf(
        "%-16s %10s %12s %10s %12s %12s%n",
        "", "heap B", "beside B", "RSS B", "us/s/socket", "all threads");
    if (only.test("stock sockjs")) {
      measure(load, Contender.stock("stock sockjs", Speech.SOCKJS), sockets);
    }
    for (Speech speech : List.of(Speech.SOCKJS, Speech.RAW)) {
      String name = "omnibus " + speech.name().toLowerCase(Locale.ROOT);
      if (only.test(name)) {
        measure(load, Contender.omnibus(name, speech, Contender.STREAM), sockets);
      }
    }
  }

  private static void measure(Load load, Contender started, int sockets) throws IOException {
    try (Contender c = started) {
      rest(load, c, sockets);
    }
  }

  private static void rest(Load load, Contender c, int sockets) throws IOException {
    // Once for all that is made once.
    load.open(c, 200);
    load.steady(c, 200, 50, 2_000, 272);
    load.close(c);
    pause(2);
    Shares alone = busy(c);
    long heap = heap(c);
    long resident = c.peer().resident();
    load.open(c, sockets);
    load.order("chat " + c.key() + " " + PING_MILLIS / 10); // until what they need is compiled
    pause(2 * PING_MILLIS / 1000);
    load.order("chat " + c.key() + " " + PING_MILLIS);
    pause(PING_MILLIS / 1000);
    Shares used = busy(c).since(alone);
    double live = (double) (heap(c) - heap) / sockets;
    // The heap is touched before it is used, so this is all the rest.
    double beside = (double) (c.peer().resident() - resident) / sockets;
    System.out.printf(
        "%-16s %10.0f %12.0f %10.0f %12.1f %12.1f  (alone: %s)%n",
        c.name(),
        live,
        beside,
        live + beside,
        each(used.loops(), sockets),
        each(used.all(), sockets),
        alone);
    load.order("quiet " + c.key());
    load.close(c);
  }

  /** Microseconds a second and socket. */
  private static double each(double seconds, int sockets) {
    return seconds / WATCH_SECONDS / sockets * 1e6;
  }

  /** What its threads do in some seconds. */
  private static Shares busy(Contender c) throws IOException {
    Shares before = Shares.of(c.peer().pid());
    pause(WATCH_SECONDS);
    return Shares.of(c.peer().pid()).since(before);
  }

  private static long heap(Contender c) throws IOException {
    return Long.parseLong(c.peer().ask("gc").split(" ")[1]);
  }

  static void pause(long seconds) {
    long until = System.nanoTime() + seconds * 1_000_000_000;
    for (long left = seconds; left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }
}
