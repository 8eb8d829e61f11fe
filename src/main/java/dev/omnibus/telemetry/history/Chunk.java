package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Packed;
import dev.omnibus.measure.Unpacked;

/**
 * Values of one series in the steps of one block, written from left to right. What is zero takes no
 * room: a counter has what was added in a step, a gauge how long it was what, a histogram its
 * buckets. It knows neither when nor how wide its steps are.
 */
final class Chunk {

  private static final int HUNDRED = 100;

  /** A gauge of which nobody knows how it was: minus zero, which no other one is. */
  private static final long UNKNOWN = 2;

  /** So large a gauge loses its fraction. */
  private static final double LARGE = 1e15;

  /** Hears the values of a chunk. */
  interface Values {
    void number(int step, double value);

    /** One of a histogram, in its bytes where they stand. */
    void histogram(int step, Unpacked value);
  }

  private final Metric.Kind kind;
  private final Packed bytes = new Packed(8);
  private int before;
  private int runFrom;
  private double gauge;

  Chunk(Metric.Kind kind) {
    this.kind = kind;
  }

  /**
   * What a counter was raised by in a step, or what a gauge is from this step on.
   *
   * @param value NaN where nobody knows how a gauge is
   */
  void number(int step, double value) {
    if (kind == Metric.Kind.GAUGE) {
      if (Double.compare(value, gauge) != 0) {
        endRun(step);
        runFrom = step;
        gauge = value;
      }
    } else if (value != 0) {
      gap(step);
      bytes.number(Math.round(value));
    }
  }

  /**
   * @param value its bytes; none for an empty one
   */
  void histogram(int step, byte[] value) {
    if (value.length > 0) {
      gap(step);
      bytes.blob(value);
    }
  }

  /**
   * All that was written.
   *
   * @param end the step before which a gauge was still so
   */
  byte[] toBytes(int end) {
    endRun(end);
    runFrom = end;
    return bytes.toBytes();
  }

  private void gap(int step) {
    bytes.number(step - before);
    before = step;
  }

  private void endRun(int step) {
    if (gauge != 0 && step > runFrom) {
      gap(runFrom);
      bytes.number(step - runFrom);
      bytes.number(packed(gauge));
    }
  }

  /** A whole number, or hundredths; the last bit says which, the one before it the sign. */
  private static long packed(double value) {
    if (Double.isNaN(value)) {
      return UNKNOWN;
    }
    long hundredths = Math.abs(value) < LARGE ? Math.round(value * HUNDRED) : 0;
    boolean whole = Math.abs(value) >= LARGE || hundredths % HUNDRED == 0;
    long number = whole ? Math.round(value) : hundredths;
    return Math.abs(number) << 2 | (number < 0 ? 2 : 0) | (whole ? 0 : 1);
  }

  private static double unpacked(long packed) {
    if (packed == UNKNOWN) {
      return Double.NaN;
    }
    double number = packed >>> 2;
    double value = (packed & 1) == 0 ? number : number / HUNDRED;
    return (packed & 2) == 0 ? value : -value;
  }

  /** Tells all values; what is no chunk is an IllegalArgumentException. */
  static void read(Metric.Kind kind, byte[] chunk, Values values) {
    Unpacked bytes = new Unpacked(chunk);
    int step = 0;
    while (bytes.hasMore()) {
      step += (int) bytes.number();
      switch (kind) {
        case COUNTER -> values.number(step, bytes.number());
        case GAUGE -> run(step, bytes, values);
        case HISTOGRAM -> values.histogram(step, bytes.part());
      }
    }
  }

  private static void run(int from, Unpacked bytes, Values values) {
    long end = from + bytes.number();
    double value = unpacked(bytes.number());
    for (int step = from; step < end && step < Level.MOST_STEPS; step++) {
      values.number(step, value);
    }
  }
}
