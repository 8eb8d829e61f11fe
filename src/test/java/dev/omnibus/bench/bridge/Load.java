package dev.omnibus.bench.bridge;

import java.io.IOException;
import java.util.List;

/** The driver's end of the load: who listens, who tells how much, and what came of it. */
final class Load implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 30_000;

  private final Peer listeners;

  Load() throws IOException {
    this(List.of());
  }

  private Load(List<String> options) throws IOException {
    this.listeners = Peer.java(options, Listeners.class, "1g");
  }

  /**
   * One that is as fast as it gets after a moment: its compiler takes next to nothing of the
   * processors that it shares with the server, and in the long run it is somewhat slower.
   */
  static Load brief() throws IOException {
    return new Load(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
  }

  Peer peer() {
    return listeners;
  }

  /** Opens sockets; answers after how many milliseconds all stood. */
  long open(Contender c, int sockets) throws IOException {
    return open(c, sockets, 1);
  }

  /** Each hears the events of one group. */
  long open(Contender c, int sockets, int groups) throws IOException {
    return open(c, c.key(), sockets, groups, c.address(), 0);
  }

  long open(Contender c, String crowd, int sockets, String addresses, int receiveBuffer)
      throws IOException {
    return open(c, crowd, sockets, 1, addresses, receiveBuffer);
  }

  private long open(
      Contender c, String crowd, int sockets, int groups, String addresses, int receiveBuffer)
      throws IOException {
    return Long.parseLong(
        listeners.ask(
            String.join(
                " ",
                "open",
                crowd,
                c.speech().name(),
                Integer.toString(c.port()),
                Integer.toString(sockets),
                Boolean.toString(c.acknowledged()),
                Integer.toString(receiveBuffer),
                addresses,
                Integer.toString(groups))));
  }

  /** From now on is counted. */
  void listen(String crowd) throws IOException {
    listeners.ask("listen " + crowd);
  }

  void order(String line) {
    listeners.order(line);
  }

  void close(Contender c) {
    listeners.order("close " + c.key());
  }

  /** So many events a second for some time, all of them heard by all sockets and in order. */
  Figures steady(Contender c, int sockets, double perSecond, long millis, int bytes)
      throws IOException {
    return steady(c, Pace.toAll(sockets, perSecond, bytes), millis);
  }

  Figures steady(Contender c, Pace pace, long millis) throws IOException {
    long all = pace.deliveries(millis);
    Before before = new Before(c);
    listen(c.key());
    listeners.order("goal %s %d %d".formatted(c.key(), all, millis + PATIENCE_MILLIS));
    c.peer()
        .ask(
            "tell %s %d %d %s %d"
                .formatted(pace.tellings(), millis, pace.bytes(), c.address(), pace.groups()));
    return before.after(listeners.answer(), all);
  }

  /** As many as go through: when some were heard by all, as many more are told. */
  Figures flatOut(Contender c, int sockets, int window, long millis, int bytes) throws IOException {
    Before before = new Before(c);
    listen(c.key());
    listeners.order("pump %s %d".formatted(c.key(), Math.max(1, window / 16)));
    c.peer().order("more %d %d %s".formatted(window, bytes, c.address()));
    long told = window;
    long until = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < until) {
      String credit = listeners.answer().substring("credit ".length());
      c.peer().order("more %s %d %s".formatted(credit, bytes, c.address()));
      told += Long.parseLong(credit);
    }
    listeners.order("pump " + c.key() + " 0");
    listeners.order("goal %s %d %d".formatted(c.key(), told * sockets, PATIENCE_MILLIS));
    String line = listeners.answer();
    while (line.startsWith("credit")) {
      line = listeners.answer();
    }
    return before.after(line, told * sockets);
  }

  /** How things stood when a round began. */
  private final class Before {
    private final Contender contender;
    private final double server;
    private final double compiler;
    private final double load;
    private final long allocated;
    private final long at;

    Before(Contender contender) throws IOException {
      this.contender = contender;
      this.allocated = allocated();
      this.server = contender.peer().cpu();
      this.compiler = compiler();
      this.load = listeners.cpu();
      this.at = System.nanoTime();
    }

    private double compiler() throws IOException {
      Shares shares = Shares.of(contender.peer().pid());
      return contender.isJava() ? shares.compiler() : shares.besideMain();
    }

    private long allocated() throws IOException {
      return contender.isJava() ? Long.parseLong(contender.peer().ask("stats").split(" ")[0]) : 0;
    }

    Figures after(String line, long expected) throws IOException {
      String[] words = line.split(" ");
      long total = Long.parseLong(words[0]);
      if (total != expected || !words[1].equals("0")) {
        throw new IllegalStateException(
            "%s: %d of %d deliveries, %s out of order, closed %s"
                .formatted(contender.name(), total, expected, words[1], words[9]));
      }
      return new Figures(
          total,
          contender.peer().cpu() - server,
          compiler() - compiler,
          listeners.cpu() - load,
          allocated() - allocated,
          Long.parseLong(words[2]),
          (System.nanoTime() - at) / 1e9,
          Long.parseLong(words[3]),
          Long.parseLong(words[4]),
          Long.parseLong(words[5]),
          Long.parseLong(words[6]));
    }
  }

  @Override
  public void close() {
    listeners.close();
  }
}
