package dev.omnibus.bench.bridge;

import java.io.IOException;

/**
 * Has a server work at the pace at which it will be measured until it is no cheaper: before that
 * its compiler is a part of every figure, in its own processor time and in code that is slow yet.
 */
final class Warmth {

  private static final long MILLIS = 2_000;
  private static final int AT_LEAST = 4;
  private static final int AT_MOST = 10;
  private static final int UNCHANGED = 2;
  private static final double CHEAPER = 0.95;

  private Warmth() {}

  static void reach(Load load, Contender c, Pace pace) throws IOException {
    double best = Double.MAX_VALUE;
    int since = 0;
    for (int i = 0; i < AT_MOST && (since < UNCHANGED || i < AT_LEAST); i++) {
      double now = load.steady(c, pace, MILLIS).cost();
      since = now < best * CHEAPER ? 0 : since + 1;
      best = Math.min(best, now);
    }
  }
}
