package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Packed;
import dev.omnibus.measure.SeriesKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One figure of one thing on one node.
 *
 * @param node the node's name, which outlives its restarts
 * @param metric null for how many seconds the node lived
 */
record Series(String node, SeriesKey key, Metric metric) {

  /** The word for how many seconds a node lived. */
  static final String LIFE = "alive";

  /** How many seconds a node lived. */
  static Series life(String node) {
    return new Series(node, SeriesKey.NODE, null);
  }

  boolean isLife() {
    return metric == null;
  }

  String word() {
    return metric == null ? LIFE : metric.word();
  }

  Metric.Kind kind() {
    return kind(metric);
  }

  static Metric.Kind kind(Metric metric) {
    return metric == null ? Metric.Kind.COUNTER : metric.kind();
  }

  /** The same number for the same words in every database. */
  long id() {
    byte[] words =
        new Packed(64)
            .text(node)
            .text(key.server())
            .number(key.replica())
            .text(key.tool())
            .text(word())
            .toBytes();
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(words);
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
