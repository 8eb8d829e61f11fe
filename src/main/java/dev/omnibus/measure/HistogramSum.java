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
  private long count;

  /**
   * Adds what {@link SparseHistogram#toBytes} wrote; anything else is an IllegalArgumentException.
   */
  public void add(byte[] histogram) {
    add(new Unpacked(histogram));
  }

  /** The same from where it stands; it is read to its end. */
  public void add(Unpacked histogram) {
    try {
      read(new BucketReader(histogram));
    } catch (IllegalArgumentException e) {
      clear();
      throw e;
    }
  }

  private void read(BucketReader reader) {
    if (!reader.next()) {
      return;
    }
    least = Math.min(least, reader.bucket());
    do {
      held[reader.bucket()] += reader.count();
      most = Math.max(most, reader.bucket());
      count += reader.count();
    } while (reader.next());
  }

  /** It begins anew. */
  public void clear() {
    if (most >= least) {
      Arrays.fill(held, least, most + 1, 0);
    }
    least = BucketGrid.SIZE;
    most = -1;
    count = 0;
  }

  /** How many things there were. */
  public long count() {
    return count;
  }

  /** As {@link SparseHistogram#max}. */
  public long max() {
    return most < 0 ? 0 : BucketGrid.highest(most);
  }

  /**
   * As {@link SparseHistogram#quantile}, of several shares in one go.
   *
   * @param shares above 0, rising
   */
  public long[] quantiles(double... shares) {
    long[] found = new long[shares.length];
    long passed = 0;
    int bucket = least - 1;
    for (int i = 0; i < shares.length && count > 0; i++) {
      long rank = SparseHistogram.rank(shares[i], count);
      while (passed < rank && bucket < most) {
        passed += held[++bucket];
      }
      found[i] = BucketGrid.highest(bucket);
    }
    return found;
  }

  /** All of them together; it begins anew. */
  public SparseHistogram take() {
    return SparseHistogram.fromBytes(takeBytes());
  }

  /** The same as {@link SparseHistogram#toBytes} writes it. */
  public byte[] takeBytes() {
    Packed bytes = new Packed(most < 0 ? 0 : most - least + 8);
    int before = 0;
    for (int bucket = least; bucket <= most; bucket++) {
      if (held[bucket] > 0) {
        bytes.number(bucket - before).number(held[bucket]);
        before = bucket;
      }
    }
    clear();
    return bytes.toBytes();
  }
}
