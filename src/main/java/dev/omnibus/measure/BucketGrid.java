package dev.omnibus.measure;

/**
 * The buckets of HdrHistogram with two significant digits from 1 microsecond to 1 hour, numbered
 * from 0: each is at most one percent wide.
 */
final class BucketGrid {

  /** Longer than an hour is an hour. */
  static final long MOST = 3_600_000_000L;

  /** How many buckets there are. */
  static final int SIZE = index(MOST) + 1;

  private static final int HALF = 128;
  private static final int HALF_BITS = 7;
  private static final long MASK = 255;
  private static final int ZEROS = 56;

  private BucketGrid() {}

  static int index(long micros) {
    long value = Math.max(1, Math.min(MOST, micros));
    int bits = ZEROS - Long.numberOfLeadingZeros(value | MASK);
    return ((bits + 1) << HALF_BITS) + (int) (value >>> bits) - HALF;
  }

  /** The least value of a bucket. */
  static long lowest(int index) {
    int bits = (index >> HALF_BITS) - 1;
    long within = (index & (HALF - 1)) + HALF;
    if (bits < 0) {
      bits = 0;
      within -= HALF;
    }
    return within << bits;
  }

  /** The greatest value of a bucket. */
  static long highest(int index) {
    return lowest(index + 1) - 1;
  }
}
