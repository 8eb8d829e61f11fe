package dev.omnibus.measure;

/**
 * Reads what {@link SparseHistogram#toBytes} wrote, a bucket after the other; what is no such thing
 * is an IllegalArgumentException.
 */
final class BucketReader {

  private final Unpacked bytes;
  private boolean begun;
  private int bucket;
  private long count;

  BucketReader(Unpacked bytes) {
    this.bytes = bytes;
  }

  /** Whether there is another one. */
  boolean next() {
    if (!bytes.hasMore()) {
      return false;
    }
    long gap = bytes.number();
    if (gap < 0 || gap >= BucketGrid.SIZE - bucket || gap == 0 && begun) {
      throw new IllegalArgumentException("a histogram has rising buckets");
    }
    begun = true;
    bucket += (int) gap;
    count = bytes.number();
    if (count <= 0) {
      throw new IllegalArgumentException("a histogram has buckets that hold something");
    }
    return true;
  }

  /** Its number. */
  int bucket() {
    return bucket;
  }

  /** How many it holds. */
  long count() {
    return count;
  }
}
