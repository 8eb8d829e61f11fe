package dev.omnibus.bench.bridge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;

/**
 * Some sockets stop reading while others go on: how long they stay, what they hold, who feels it.
 */
final class Stalled {

  private static final int OTHERS = 20;
  private static final int STALLED = 20;
  private static final int BYTES = 8_000;
  private static final double PER_SECOND = 200;

  private Stalled() {}

  static void run(Load load) throws IOException {
    System.out.printf(
        "%n%d sockets, then %d more that stop reading, %.0f/s x 8 KB%n",
        OTHERS, STALLED, PER_SECOND);
    try (Contender c = Contender.omnibus("omnibus raw", Speech.RAW, Contender.STREAM)) {
      load.open(c, OTHERS);
      load.steady(c, OTHERS, PER_SECOND, 4_000, BYTES);
      Figures without = load.steady(c, OTHERS, PER_SECOND, 6_000, BYTES);
      load.open(c, "stalled", STALLED, c.address(), 32 << 10);
      long heap = heap(c);
      long resident = c.peer().resident();
      load.listen("stalled");
      load.order("stall stalled " + STALLED);
      Watch watch = new Watch(c.peer());
      Figures with = load.steady(c, OTHERS, PER_SECOND, 14_000, BYTES);
      watch.end();
      System.out.printf(
          "p99 of the others: %.1f ms before, %.1f ms beside them%n",
          without.p99() / 1e3, with.p99() / 1e3);
      System.out.printf(
          "at most %.0f KB each beside the heap, %.0f KB of heap after; server says %s%n",
          (watch.most() - resident) / 1e3 / STALLED,
          (heap(c) - heap) / 1e3 / STALLED,
          new JsonObject(c.peer().ask("counters")));
      System.out.printf("the last was out after %.1f s%n", watch.out());
      load.order("close stalled");
      load.close(c);
    }
  }

  private static long heap(Contender c) throws IOException {
    return Long.parseLong(c.peer().ask("gc").split(" ")[1]);
  }

  /** Looks at a process now and then. */
  private static final class Watch {
    private final Peer peer;
    private final long began = System.nanoTime();
    private final int open;
    private final Thread thread = new Thread(this::look, "watch");
    private volatile boolean ended;
    private volatile long most;
    private volatile long out;

    Watch(Peer peer) throws IOException {
      this.peer = peer;
      this.open = Sockets.of(peer.pid());
      thread.start();
    }

    private void look() {
      try {
        while (!ended) {
          most = Math.max(most, peer.resident());
          if (out == 0 && Sockets.of(peer.pid()) <= open - STALLED) {
            out = System.nanoTime();
          }
          java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
      } catch (IOException gone) {
        ended = true;
      }
    }

    void end() {
      ended = true;
    }

    long most() {
      return most;
    }

    /** Seconds until none of them was left; not a number if some still are. */
    double out() {
      return out == 0 ? Double.NaN : (out - began) / 1e9;
    }
  }
}
