package dev.omnibus.measure;

import java.util.Arrays;

/** A histogram while it is counted: a small table of those buckets that hold something. */
final class Buckets {

  private static final int FREE = -1;
  private static final int SPREAD = 0x9E3779B9;

  private int[] keys;
  private long[] counts;
  private int size;

  Buckets() {
    keys = free(8);
    counts = new long[8];
  }

  private static int[] free(int length) {
    int[] keys = new int[length];
    Arrays.fill(keys, FREE);
    return keys;
  }

  void add(long micros) {
    add(BucketGrid.index(micros), 1);
  }

  private void add(int bucket, long count) {
    int at = place(bucket);
    if (keys[at] == FREE) {
      if (4 * size >= 3 * keys.length) {
        grow();
        at = place(bucket);
      }
      keys[at] = bucket;
      size++;
    }
    counts[at] += count;
  }

  private int place(int bucket) {
    int mask = keys.length - 1;
    int at = (bucket * SPREAD >>> 16) & mask;
    while (keys[at] != FREE && keys[at] != bucket) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    int[] oldKeys = keys;
    long[] oldCounts = counts;
    keys = free(2 * oldKeys.length);
    counts = new long[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int at = place(oldKeys[i]);
        keys[at] = oldKeys[i];
        counts[at] = oldCounts[i];
      }
    }
  }

  SparseHistogram toHistogram() {
    int[] sorted = Arrays.stream(keys).filter(key -> key != FREE).sorted().toArray();
    long[] held = Arrays.stream(sorted).mapToLong(key -> counts[place(key)]).toArray();
    return sorted.length == 0 ? SparseHistogram.NONE : new SparseHistogram(sorted, held);
  }
}
