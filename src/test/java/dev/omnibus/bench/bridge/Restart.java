package dev.omnibus.bench.bridge;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A node ends and another one is there in its place, to which all of its sockets come at once, five
 * subscriptions each: cold, as it is after its start, and warm, as one is to which those of another
 * come. Beside it what the load and the kernel take by themselves: as many sockets at a server that
 * answers the handshake and hears nothing.
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

  static void run(int sockets, int rounds) throws IOException {
    int fit = LongHold.fit(sockets);
    System.out.printf(
        "%nrestart of a clustered node, %d sockets x %d subscriptions%n", fit, ADDRESSES.size());
    try (Load load = Load.brief()) {
      // The first node is the one that ends; by then the load is warm.
      for (int i = 0; i <= rounds; i++) {
        bare(load, fit);
        node(load, fit, i == 0 ? "first" : "restarted");
      }
    }
  }

  private static void bare(Load load, int sockets) throws IOException {
    try (Contender floor = Contender.floor("bare")) {
      Shares server = Shares.of(floor.peer().pid());
      Shares clients = Shares.of(load.peer().pid());
      long millis = load.open(floor, sockets);
      Shares used = Shares.of(floor.peer().pid()).since(server);
      Shares asked = Shares.of(load.peer().pid()).since(clients);
      System.out.printf(
          "%-16s: all there after %.2f s; server %.2f s of processor, load %.2f s, of them %.2f and"
              + " %.2f in the kernel%n",
          floor.name(), millis / 1e3, used.all(), asked.all(), used.kernel(), asked.kernel());
      leave(load, floor);
    }
  }

  private static void node(Load load, int sockets, String name) throws IOException {
    long began = System.nanoTime();
    try (Contender c = Contender.omnibus(name, Speech.RAW, Contender.STREAM, "{}", "clustered")) {
      double used = Shares.of(c.peer().pid()).all();
      System.out.printf(
          "%-10s start: its door opened after %.2f s; %.2f s of processor%n",
          name, (System.nanoTime() - began) / 1e9, used);
      comeBack(load, c, "cold", sockets);
      leave(load, c);
      comeBack(load, c, "warm", sockets);
      load.close(c);
    }
  }

  private static void comeBack(Load load, Contender c, String how, int sockets) throws IOException {
    c.peer().ask("longest");
    String none = c.peer().ask("registrations");
    Shares before = Shares.of(c.peer().pid());
    Shares clients = Shares.of(load.peer().pid());
    long millis = load.open(c, c.key(), sockets, String.join(",", ADDRESSES), 0);
    Shares used = Shares.of(c.peer().pid()).since(before);
    Shares asked = Shares.of(load.peer().pid()).since(clients);
    String[] longest = c.peer().ask("longest").split(" ");
    System.out.printf(
        "%-10s %5s: all subscribed after %.2f s; server %.2f s of processor (%s; in the kernel"
            + " %.2f), load %.2f s (in the kernel %.2f); registrations in the cluster %s, with them"
            + " %s; a loop was late by %s ms at most, in which it had the processor for %s ms%n",
        c.name(),
        how,
        millis / 1e3,
        used.all(),
        used,
        used.kernel(),
        asked.all(),
        asked.kernel(),
        none,
        c.peer().ask("registrations"),
        longest[0],
        longest[1]);
  }

  /** Until the server has noticed. */
  private static void leave(Load load, Contender c) throws IOException {
    int all = Sockets.of(c.peer().pid());
    load.close(c);
    while (c.speech().isBus() && Sockets.of(c.peer().pid()) > all / 10) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
