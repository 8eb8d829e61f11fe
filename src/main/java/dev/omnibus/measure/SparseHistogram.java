package dev.omnibus.measure;

import io.vertx.core.json.JsonArray;
import java.util.Arrays;

/**
 * How long things took: which buckets of the grid of HdrHistogram (two significant digits, 1
 * microsecond to 1 hour) hold how many. Only buckets that hold something take room. It never
 * changes; merging is exact, in whichever order.
 *
 * <p>On the wire: {@code [210,1,1096,2]}, the least value of a bucket in microseconds and how many
 * it holds.
 */
public final class SparseHistogram {

  public static final SparseHistogram NONE = new SparseHistogram(new int[0], new long[0]);

  /** Numbers of buckets, rising. */
  private final int[] buckets;

  private final long[] counts;

  SparseHistogram(int[] buckets, long[] counts) {
    this.buckets = buckets;
    this.counts = counts;
  }

  /** Of one thing. */
  public static SparseHistogram of(long micros) {
    return new SparseHistogram(new int[] {BucketGrid.index(micros)}, new long[] {1});
  }

  public boolean isEmpty() {
    return buckets.length == 0;
  }

  /** How many things there were. */
  public long count() {
    return Arrays.stream(counts).sum();
  }

  /** The longest, in microseconds, to the width of its bucket; 0 when there is none. */
  public long max() {
    return isEmpty() ? 0 : BucketGrid.highest(buckets[buckets.length - 1]);
  }

  /**
   * What so large a share of things did not exceed, in microseconds, to the width of its bucket; 0
   * when there is none.
   *
   * @param q from 0 to 1
   */
  public long quantile(double q) {
    if (q < 0 || q > 1) {
      throw new IllegalArgumentException("a quantile is from 0 to 1");
    }
    long rank = rank(q, count());
    long passed = 0;
    for (int i = 0; i < buckets.length; i++) {
      passed += counts[i];
      if (passed >= rank) {
        return q == 0 ? BucketGrid.lowest(buckets[i]) : BucketGrid.highest(buckets[i]);
      }
    }
    return max();
  }

  /** Is shown buckets. */
  public interface Visitor {

    /**
     * @param micros the middle of a bucket
     */
    void bucket(long micros, long count);
  }

  /** Shows all buckets that hold something, the shortest times first. */
  public void each(Visitor visitor) {
    for (int i = 0; i < buckets.length; i++) {
      long lowest = BucketGrid.lowest(buckets[i]);
      visitor.bucket((lowest + BucketGrid.highest(buckets[i])) / 2, counts[i]);
    }
  }

  /** How many things a share of all is, at least one. */
  static long rank(double q, long count) {
    // As HdrHistogram has it, which takes the rounding of a product for no more than that.
    double wanted = Math.nextDown(q * 100) * count / 100;
    return Math.max(1, (long) Math.ceil(wanted));
  }

  /** Both together. */
  public SparseHistogram merge(SparseHistogram other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    int[] young = new int[buckets.length + other.buckets.length];
    long[] sums = new long[young.length];
    int size = 0;
    int mine = 0;
    int its = 0;
    while (mine < buckets.length || its < other.buckets.length) {
      int left = mine < buckets.length ? buckets[mine] : Integer.MAX_VALUE;
      int right = its < other.buckets.length ? other.buckets[its] : Integer.MAX_VALUE;
      young[size] = Math.min(left, right);
      sums[size] = left <= right ? counts[mine++] : 0;
      sums[size++] += right <= left ? other.counts[its++] : 0;
    }
    return new SparseHistogram(Arrays.copyOf(young, size), Arrays.copyOf(sums, size));
  }

  public JsonArray toJson() {
    JsonArray pairs = new JsonArray();
    for (int i = 0; i < buckets.length; i++) {
      pairs.add(BucketGrid.lowest(buckets[i])).add(counts[i]);
    }
    return pairs;
  }

  /** Reads pairs; anything else is an IllegalArgumentException. */
  public static SparseHistogram fromJson(JsonArray pairs) {
    if (pairs.size() % 2 != 0 || pairs.size() > 2 * BucketGrid.SIZE) {
      throw new IllegalArgumentException("a histogram has pairs, one a bucket");
    }
    int[] buckets = new int[pairs.size() / 2];
    long[] counts = new long[buckets.length];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = BucketGrid.index(number(pairs.getValue(2 * i)));
      counts[i] = number(pairs.getValue(2 * i + 1));
    }
    return checked(buckets, counts);
  }

  private static long number(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw new IllegalArgumentException("a histogram has whole numbers only");
  }

  private static SparseHistogram checked(int[] buckets, long[] counts) {
    for (int i = 0; i < buckets.length; i++) {
      if (counts[i] <= 0
          || buckets[i] >= BucketGrid.SIZE
          || i > 0 && buckets[i] <= buckets[i - 1]) {
        throw new IllegalArgumentException("a histogram has rising buckets that hold something");
      }
    }
    return buckets.length == 0 ? NONE : new SparseHistogram(buckets, counts);
  }

  /** For a store: how far to the next bucket and what it holds, seven bits a byte. */
  public byte[] toBytes() {
    Packed bytes = new Packed(3 * buckets.length);
    int before = 0;
    for (int i = 0; i < buckets.length; i++) {
      bytes.number(buckets[i] - before).number(counts[i]);
      before = buckets[i];
    }
    return bytes.toBytes();
  }

  /** Reads {@link #toBytes}; anything else is an IllegalArgumentException. */
  public static SparseHistogram fromBytes(byte[] bytes) {
    BucketReader reader = new BucketReader(new Unpacked(bytes));
    int[] buckets = new int[bytes.length / 2];
    long[] counts = new long[buckets.length];
    int size = 0;
    while (reader.next()) {
      buckets[size] = reader.bucket();
      counts[size++] = reader.count();
    }
    return size == 0
        ? NONE
        : new SparseHistogram(Arrays.copyOf(buckets, size), Arrays.copyOf(counts, size));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseHistogram that
        && Arrays.equals(buckets, that.buckets)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(buckets) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return toJson().encode();
  }
}
