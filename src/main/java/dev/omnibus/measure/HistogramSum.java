package dev.omnibus.measure;

import java.util.Arrays;

/**
 * Many histograms that become one, straight from their bytes: as exact as merging them one after
 * the other, and quicker. For one thread.
 */
public final class HistogramSum {

  private final long[] held = new long[BucketGrid.SIZE];
  private int least = BucketGrid.SIZE;
  private int most = -1;

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
    BucketReader reader = new BucketReader(histogram);
    while (reader.next()) {
      int bucket = reader.bucket();
      held[bucket] += reader.count();
      least = Math.min(least, bucket);
      most = Math.max(most, bucket);
    }
  }

  private void clear() {
    if (most >= least) {
      Arrays.fill(held, least, most + 1, 0);
    }
    least = BucketGrid.SIZE;
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
