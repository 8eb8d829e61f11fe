package dev.omnibus.bench.bridge;

import java.io.IOException;
import java.util.List;

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

  private Restart() {}

  static void run(Load load, int sockets) throws IOException {
    int fit = LongHold.fit(sockets);
    System.out.printf(
        "%nrestart of a clustered node, %d sockets x %d subscriptions%n", fit, ADDRESSES.size());
    comeBack(load, "before", fit);
    comeBack(load, "after", fit);
  }

  private static void comeBack(Load load, String what, int sockets) throws IOException {
    try (Contender c =
        Contender.omnibus("omnibus " + what, Speech.RAW, Contender.STREAM, "{}", "clustered")) {
      String none = c.peer().ask("registrations");
      Shares before = Shares.of(c.peer().pid());
      double busy = load.peer().cpu();
      long millis = load.open(c, c.key(), sockets, String.join(",", ADDRESSES), 0);
      Shares used = Shares.of(c.peer().pid()).since(before);
      double took = millis / 1e3;
      System.out.printf(
          "%-16s all subscribed after %.2f s (server %.2f s, load %.2f s of processor);"
              + " of the server: %s; registrations in the cluster %s, with them %s;"
              + " longest task on a loop %s ms%n",
          c.name(),
          took,
          used.all(),
          load.peer().cpu() - busy,
          used,
          none,
          c.peer().ask("registrations"),
          c.peer().ask("longest"));
      load.close(c);
    }
  }
}
