package dev.omnibus.bench.bridge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ./omnibus bench bridge [mode] [rounds] [names]}: deliveries to many sockets by the bridge,
 * beside the bridge of Vert.x, Socket.IO, plain {@code ws} and a bare loop of {@code write()}, in
 * turn, in one run, with the load in a process of its own. Every delivery is counted and its order
 * checked. The main figure is processor time of the server for each delivery, what its compiler
 * takes included (and told beside it): wall time tells of the neighbours.
 */
public final class BridgeBench {

  private static final int SMALL = 272;
  private static final int LARGE = 2_100;
  private static final long WARM_MILLIS = 2_000;
  private static final long ROUND_MILLIS = 3_000;

  private final int rounds;
  private final String only;
  private final Load load;

  private BridgeBench(int rounds, String only, Load load) {
    this.rounds = rounds;
    this.only = only;
    this.load = load;
  }

  public static void main(String[] args) throws Exception {
    String mode = args.length > 0 ? args[0] : "all";
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 2;
    try (Load load = new Load()) {
      BridgeBench bench = new BridgeBench(rounds, args.length > 2 ? args[2] : "", load);
      switch (mode) {
        case "all" -> bench.all();
        case "write" -> bench.writes(SMALL, LARGE);
        case "large" -> bench.writes(LARGE);
        case "tick" -> bench.ticks();
        case "flat" -> bench.flat();
        case "deflated" -> bench.deflated();
        case "latency" -> Latency.toAll(load, rounds, bench::isAsked);
        case "spread" -> Latency.spread(load, rounds, bench::isAsked);
        case "idle" -> Idle.run(load, 2_000, bench::isAsked);
        case "slow" -> Stalled.run(load);
        case "restart" -> Restart.run(10_000, rounds);
        case "long" -> LongHold.run(load, 20_000, rounds * 60);
        default ->
            throw new IllegalArgumentException(
                "none of write, large, tick, flat, deflated, latency, spread, idle, slow, restart, long: "
                    + mode);
      }
    }
  }

  private void all() throws Exception {
    writes(SMALL, LARGE);
    ticks();
    flat();
    deflated();
    Latency.toAll(load, rounds, this::isAsked);
    Latency.spread(load, rounds, this::isAsked);
    Idle.run(load, 2_000, this::isAsked);
    Stalled.run(load);
    Restart.run(10_000, rounds);
  }

  /** Nothing can be put together: 1,000 sockets, 20 events a second. */
  private void writes(int... sizes) throws Exception {
    List<Contender> all = new ArrayList<>();
    try {
      offer(all, "stock sockjs", name -> Contender.stock(name, Speech.SOCKJS));
      offer(
          all, "omnibus sockjs", name -> Contender.omnibus(name, Speech.SOCKJS, Contender.STREAM));
      offer(all, "stock raw", name -> Contender.stock(name, Speech.RAW));
      offer(all, "omnibus raw", name -> Contender.omnibus(name, Speech.RAW, Contender.STREAM));
      offer(all, "write() loop", Contender::floor);
      addNpm(all);
      open(all, 1_000);
      for (int bytes : sizes) {
        compare("one write an event", all, Pace.toAll(1_000, 20, bytes));
      }
    } finally {
      close(all);
    }
  }

  /** What it costs the server to deflate for 1,000 sockets. */
  private void deflated() throws Exception {
    List<Contender> all = new ArrayList<>();
    try {
      offer(all, "stock deflated", name -> Contender.stock(name, Speech.RAW_DEFLATED));
      offer(all, "omnibus plain", name -> Contender.omnibus(name, Speech.RAW, Contender.STREAM));
      offer(
          all,
          "omnibus deflated",
          name ->
              Contender.omnibus(
                  name, Speech.RAW_DEFLATED, Contender.STREAM, "{\"compress\":true}"));
      open(all, 1_000);
      compare("one write an event", all, Pace.toAll(1_000, 10, LARGE));
    } finally {
      close(all);
    }
  }

  /** Events follow closely: 200 sockets, 200 events a second. */
  private void ticks() throws Exception {
    List<Contender> all = new ArrayList<>();
    try {
      offer(all, "stock sockjs", name -> Contender.stock(name, Speech.SOCKJS));
      offer(all, "omnibus 20 ms", name -> Contender.omnibus(name, Speech.SOCKJS, Contender.STREAM));
      offer(all, "omnibus 100 ms", name -> Contender.omnibus(name, Speech.SOCKJS, Contender.STATE));
      addNpm(all);
      open(all, 200);
      compare("adaptive flush", all, Pace.toAll(200, 200, SMALL));
    } finally {
      close(all);
    }
  }

  /**
   * As fast as it goes; one crowd at a time, since all would be more open files than many allow.
   */
  private void flat() throws Exception {
    List<Contender> all = new ArrayList<>();
    try {
      offer(all, "stock sockjs", name -> Contender.stock(name, Speech.SOCKJS));
      offer(
          all, "omnibus sockjs", name -> Contender.omnibus(name, Speech.SOCKJS, Contender.STREAM));
      offer(all, "omnibus raw", name -> Contender.omnibus(name, Speech.RAW, Contender.STREAM));
      addNpm(all);
      for (int sockets : new int[] {1_000, 5_000}) {
        flat(all, sockets);
      }
    } finally {
      close(all);
    }
  }

  private void flat(List<Contender> all, int sockets) throws IOException {
    Map<Contender, Figures> sums = new LinkedHashMap<>();
    for (Contender c : all) {
      open(List.of(c), sockets);
      for (int i = 0; i <= rounds; i++) {
        Figures round = load.flatOut(c, sockets, 64, 2_000, SMALL);
        if (i > 0) {
          sums.merge(c, round, Figures::plus);
        }
      }
      load.close(c);
    }
    Table.print("flat out, " + sockets + " sockets, 272 B", sums);
  }

  /** Starts something. */
  interface Start {
    Contender as(String name) throws IOException;
  }

  private void offer(List<Contender> all, String name, Start start) throws IOException {
    if (isAsked(name)) {
      all.add(start.as(name));
    }
  }

  private boolean isAsked(String name) {
    return name.matches(".*(" + only + ").*");
  }

  /** Lets every server get warm. */
  private void open(List<Contender> all, int sockets) throws IOException {
    for (Contender c : all) {
      load.open(c, sockets);
      load.flatOut(c, sockets, 16, WARM_MILLIS, SMALL);
    }
  }

  private void compare(String what, List<Contender> all, Pace pace) throws IOException {
    for (Contender c : all) {
      Warmth.reach(load, c, pace);
    }
    Map<Contender, Figures> sums = new LinkedHashMap<>();
    all.forEach(c -> sums.put(c, null));
    for (int i = 0; i < rounds; i++) {
      for (Contender c : all) {
        sums.merge(c, load.steady(c, pace, ROUND_MILLIS), Figures::plus);
      }
    }
    Table.print(what + ", " + pace, sums);
  }

  private void close(List<Contender> all) {
    for (Contender c : all) {
      load.close(c);
      c.close();
    }
  }

  private void addNpm(List<Contender> all) throws IOException {
    if (Peer.hasNpm()) {
      offer(all, "node ws", Contender::ws);
      offer(all, "socket.io", Contender::socketIo);
    } else {
      System.out.println("no ws and Socket.IO: run npm ci in " + Peer.peers());
    }
  }
}
