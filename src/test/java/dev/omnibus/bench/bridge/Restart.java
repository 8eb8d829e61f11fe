package dev.omnibus.bench.bridge;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A node ends and comes back, and all of its sockets come back at once, five subscriptions each.
 */
final class Restart {

  private static final List<String> ADDRESSES =
      List.of(
          "event.server.status",
          "event.server.health",
          "event.breaker.state",
          "event.node.joined",
          "event.call.progress");

  private static final long PAUSE_NANOS = 20_000_000;

  private Restart() {}

  static void run(Load load, int sockets) throws IOException {
    int fit = LongHold.fit(sockets);
    System.out.printf(
        "%nrestart of a clustered node, %d sockets x %d subscriptions%n", fit, ADDRESSES.size());
    for (String what : List.of("before", "after")) {
      try (Contender c =
          Contender.omnibus("omnibus " + what, Speech.RAW, Contender.STREAM, "{}", "clustered")) {
        comeBack(load, c, "cold", fit);
        comeBack(load, c, "warm", fit);
      }
    }
  }

  /** Cold as a node is after its start; warm as one is to which those of another come. */
  private static void comeBack(Load load, Contender c, String how, int sockets) throws IOException {
    c.peer().ask("longest");
    String none = c.peer().ask("registrations");
    Shares before = Shares.of(c.peer().pid());
    double busy = load.peer().cpu();
    long millis = load.open(c, c.key(), sockets, String.join(",", ADDRESSES), 0);
    Shares used = Shares.of(c.peer().pid()).since(before);
    System.out.printf(
        "%-14s %s: all subscribed after %.2f s (server %.2f s, load %.2f s of processor);"
            + " of the server: %s; registrations in the cluster %s, with them %s;"
            + " longest task on a loop %s ms%n",
        c.name(),
        how,
        millis / 1e3,
        used.all(),
        load.peer().cpu() - busy,
        used,
        none,
        c.peer().ask("registrations"),
        c.peer().ask("longest"));
    leave(load, c);
  }

  /** Until the server has noticed. */
  private static void leave(Load load, Contender c) throws IOException {
    int all = Sockets.of(c.peer().pid());
    load.close(c);
    while (Sockets.of(c.peer().pid()) > all / 10) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
