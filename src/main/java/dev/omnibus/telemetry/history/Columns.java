package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Packed;
import dev.omnibus.measure.Unpacked;
import java.util.Arrays;

/**
 * Chunks turned by a quarter: what is alike stands together and takes few bits. First in which
 * steps there is something, which is said once where it is the same for all chunks of a series;
 * then the values, of histograms how many buckets each has, which, and what they hold. Gauges are
 * short already and stay as they are. It has either written or read; the chunks of a series come
 * one after the other.
 */
final class Columns {

  private static final int SAME = 1;

  private long[] gaps = {};
  private int size;

  /** The next chunk is of another series. */
  void begin() {
    size = 0;
  }

  void write(Metric.Kind kind, byte[] chunk, Packed into) {
    switch (kind) {
      case GAUGE -> into.blob(chunk);
      case COUNTER -> writeNumbers(new Unpacked(chunk), chunk.length, into);
      case HISTOGRAM -> writeHistograms(new Unpacked(chunk), chunk.length, into);
    }
  }

  byte[] read(Metric.Kind kind, Unpacked from) {
    return switch (kind) {
      case GAUGE -> from.blob();
      case COUNTER -> numbers(from);
      case HISTOGRAM -> histograms(from);
    };
  }

  private void writeNumbers(Unpacked chunk, int most, Packed into) {
    long[] steps = new long[most];
    long[] values = new long[most];
    int count = 0;
    while (chunk.hasMore()) {
      steps[count] = chunk.number();
      values[count++] = chunk.number();
    }
    writeSteps(steps, count, into);
    Bits.write(into, values, count);
  }

  private byte[] numbers(Unpacked from) {
    readSteps(from);
    long[] values = new long[size];
    Bits.read(from, values, size);
    Packed chunk = new Packed(3 * size);
    for (int i = 0; i < size; i++) {
      chunk.number(gap(i)).number(values[i]);
    }
    return chunk.toBytes();
  }

  private void writeHistograms(Unpacked chunk, int most, Packed into) {
    long[] steps = new long[most];
    long[] pairs = new long[most];
    long[] firsts = new long[most];
    long[] buckets = new long[most];
    long[] counts = new long[most];
    int count = 0;
    int further = 0;
    int all = 0;
    while (chunk.hasMore()) {
      steps[count] = chunk.number();
      Unpacked histogram = chunk.part();
      firsts[count] = histogram.number();
      counts[all++] = histogram.number();
      int before = further;
      while (histogram.hasMore()) {
        buckets[further++] = histogram.number();
        counts[all++] = histogram.number();
      }
      pairs[count++] = further - before;
    }
    writeSteps(steps, count, into);
    Bits.write(into, pairs, count);
    Bits.write(into, firsts, count);
    Bits.write(into, buckets, further);
    Bits.write(into, counts, all);
  }

  private byte[] histograms(Unpacked from) {
    readSteps(from);
    long[] pairs = new long[size];
    Bits.read(from, pairs, size);
    long[] firsts = new long[size];
    Bits.read(from, firsts, size);
    int further = (int) Arrays.stream(pairs).sum();
    long[] buckets = new long[further];
    Bits.read(from, buckets, further);
    long[] counts = new long[further + size];
    Bits.read(from, counts, further + size);
    Packed chunk = new Packed(4 * (further + size));
    int bucket = 0;
    int count = 0;
    for (int i = 0; i < size; i++) {
      Packed histogram = new Packed(4).number(firsts[i]).number(counts[count++]);
      for (long left = pairs[i]; left > 0; left--) {
        histogram.number(buckets[bucket++]).number(counts[count++]);
      }
      chunk.number(gap(i)).blob(histogram.toBytes());
    }
    return chunk.toBytes();
  }

  /** The first one is told from the step before the first, so that one after the other is 1. */
  private void writeSteps(long[] steps, int count, Packed into) {
    steps[0]++;
    if (count == size && Arrays.equals(steps, 0, count, gaps, 0, size)) {
      into.number(SAME);
      return;
    }
    gaps = steps;
    size = count;
    into.number((long) count << 1);
    Bits.write(into, steps, count);
  }

  private void readSteps(Unpacked from) {
    long head = from.number();
    if (head != SAME) {
      size = (int) (head >>> 1);
      gaps = new long[size];
      Bits.read(from, gaps, size);
    }
  }

  private long gap(int index) {
    return index == 0 ? gaps[0] - 1 : gaps[index];
  }
}
