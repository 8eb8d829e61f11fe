package dev.omnibus.measure;

import java.util.Arrays;

/**
 * Many histograms that become one, straight from their bytes: as exact as merging them one after
 * the other, and quicker. For one thread.
 */
public final class HistogramSum {

  private static final int BUCKETS = BucketGrid.index(BucketGrid.MOST) + 1;
  private static final int SEVEN = 7;
  private static final int LOW = 0x7f;
  private static final int MOST_SHIFT = 56;

  private final long[] held = new long[BUCKETS];
  private int least = BUCKETS;
  private int most = -1;
  private byte[] bytes;
  private int at;

  /**
   * Adds what {@link SparseHistogram#toBytes} wrote; anything else is an IllegalArgumentException.
   */
  public void add(byte[] histogram) {
    try {
      read(histogram);
    } catch (IllegalArgumentException e) {
      clear();
      throw e;
    }
  }

  private void read(byte[] histogram) {
    bytes = histogram;
    at = 0;
    int bucket = 0;
    while (at < bytes.length) {
      boolean first = at == 0;
      long gap = number();
      if (gap < 0 || gap >= BUCKETS - bucket || gap == 0 && !first) {
        throw new IllegalArgumentException("a histogram has rising buckets");
      }
      bucket += (int) gap;
      long count = number();
      if (count <= 0) {
        throw new IllegalArgumentException("a histogram has buckets that hold something");
      }
      held[bucket] += count;
      least = Math.min(least, bucket);
      most = Math.max(most, bucket);
    }
  }

  private long number() {
    long number = 0;
    for (int shift = 0; at < bytes.length && shift <= MOST_SHIFT; shift += SEVEN) {
      byte next = bytes[at++];
      number |= (long) (next & LOW) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a histogram ends within a number");
  }

  private void clear() {
    if (most >= least) {
      Arrays.fill(held, least, most + 1, 0);
    }
    least = BUCKETS;
    most = -1;
  }

  /** All of them together; it begins anew. */
  public SparseHistogram take() {
    int[] buckets = new int[Math.max(0, most - least + 1)];
    long[] counts = new long[buckets.length];
    int size = 0;
    for (int bucket = least; bucket <= most; bucket++) {
      if (held[bucket] > 0) {
        buckets[size] = bucket;
        counts[size++] = held[bucket];
      }
    }
    clear();
    return size == 0
        ? SparseHistogram.NONE
        : new SparseHistogram(Arrays.copyOf(buckets, size), Arrays.copyOf(counts, size));
  }
}
