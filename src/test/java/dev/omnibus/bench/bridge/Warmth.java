package dev.omnibus.bench.bridge;

import java.io.IOException;

/**
 * Has a server work at the pace at which it will be measured until it is no cheaper and its
 * compiler has come to rest: before that the compiler is a part of every figure, by its own
 * processor time and by code that is slow yet.
 */
final class Warmth {

  private static final long MILLIS = 2_000;
  private static final int AT_LEAST = 4;
  private static final int AT_MOST = 20;
  private static final int UNCHANGED = 2;
  private static final double CHEAPER = 0.95;
  private static final double AT_REST = 0.04;

  private Warmth() {}

  static void reach(Load load, Contender c, Pace pace) throws IOException {
    double best = Double.MAX_VALUE;
    int since = 0;
    for (int i = 0; i < AT_MOST && (since < UNCHANGED || i < AT_LEAST); i++) {
      Figures now = load.steady(c, pace, MILLIS);
      boolean moves = now.cost() < best * CHEAPER || now.compilerCost() > now.cost() * AT_REST;
      since = moves ? 0 : since + 1;
      best = Math.min(best, now.cost());
    }
  }
}
