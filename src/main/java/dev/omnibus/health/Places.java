package dev.omnibus.health;

/**
 * Hands out places in 0..1 that stay evenly apart however many are asked for: the additive
 * golden-ratio sequence, the one-dimensional one of lowest discrepancy. Where it starts is random,
 * so that the nodes of a cluster do not keep step.
 */
final class Places {

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private double place;

  Places(double start) {
    place = start;
  }

  double next() {
    place = (place + GOLDEN) % 1;
    return place;
  }
}
