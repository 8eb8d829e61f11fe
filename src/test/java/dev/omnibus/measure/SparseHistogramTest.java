package dev.omnibus.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SparseHistogramTest {

  private static final double[] QUANTILES = {0, 0.001, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 1};

  private final SplittableRandom random = new SplittableRandom(7);

  /** From a microsecond to more than an hour, most of them short. */
  private long some() {
    return (long) Math.exp(random.nextDouble() * 23);
  }

  private static Histogram theirs() {
    return new Histogram(1, BucketGrid.MOST, 2);
  }

  private static void record(Histogram theirs, Buckets ours, long micros) {
    theirs.recordValue(Math.max(1, Math.min(BucketGrid.MOST, micros)));
    ours.add(micros);
  }

  private static void same(Histogram theirs, SparseHistogram ours) {
    assertEquals(theirs.getTotalCount(), ours.count());
    assertEquals(theirs.getMaxValue(), ours.max());
    for (double q : QUANTILES) {
      assertEquals(theirs.getValueAtPercentile(q * 100), ours.quantile(q), "q=" + q);
    }
  }

  @Test
  void quantiles_are_those_of_hdr_histogram() {
    for (int size : new int[] {1, 2, 3, 10, 99, 1_000, 20_000}) {
      Histogram theirs = theirs();
      Buckets ours = new Buckets();
      IntStream.range(0, size).forEach(i -> record(theirs, ours, some()));
      same(theirs, ours.toHistogram());
    }
  }

  @Test
  void every_value_falls_into_the_bucket_of_hdr_histogram() {
    Histogram theirs = theirs();
    for (long micros = 1; micros < 20_000; micros++) {
      int bucket = BucketGrid.index(micros);
      assertEquals(theirs.lowestEquivalentValue(micros), BucketGrid.lowest(bucket));
      assertEquals(theirs.highestEquivalentValue(micros), BucketGrid.highest(bucket));
    }
  }

  @Test
  void merged_over_three_nodes_they_are_those_of_one_histogram_of_all_samples() {
    Histogram all = theirs();
    List<SparseHistogram> nodes = new ArrayList<>();
    for (int node = 0; node < 3; node++) {
      SparseHistogram sum = SparseHistogram.NONE;
      for (int second = 0; second < 20; second++) {
        Buckets one = new Buckets();
        IntStream.range(0, 300).forEach(i -> record(all, one, some()));
        sum = sum.merge(one.toHistogram());
      }
      nodes.add(sum);
    }
    same(all, nodes.get(0).merge(nodes.get(1)).merge(nodes.get(2)));
    same(all, nodes.get(2).merge(nodes.get(0).merge(nodes.get(1))));
  }

  @Test
  void bytes_and_json_say_the_same() {
    Buckets buckets = new Buckets();
    IntStream.range(0, 5_000).forEach(i -> buckets.add(some()));
    SparseHistogram histogram = buckets.toHistogram();
    assertEquals(histogram, SparseHistogram.fromBytes(histogram.toBytes()));
    assertEquals(histogram, SparseHistogram.fromJson(histogram.toJson()));
    assertEquals(SparseHistogram.NONE, SparseHistogram.fromBytes(new byte[0]));
  }

  @Test
  void nothing_has_no_quantiles() {
    assertEquals(0, SparseHistogram.NONE.quantile(0.99));
    assertEquals(0, SparseHistogram.NONE.max());
    assertEquals(SparseHistogram.of(5), SparseHistogram.NONE.merge(SparseHistogram.of(5)));
  }

  @Test
  void what_is_no_histogram_is_refused() {
    refused(new JsonArray().add(1));
    refused(new JsonArray().add(5).add(1).add(5).add(1));
    refused(new JsonArray().add(5).add(0));
    refused(new JsonArray().add("5").add(1));
    byte[] cut = {(byte) 0x80};
    assertThrows(IllegalArgumentException.class, () -> SparseHistogram.fromBytes(cut));
    byte[] odd = {1};
    assertThrows(IllegalArgumentException.class, () -> SparseHistogram.fromBytes(odd));
  }

  private static void refused(JsonArray pairs) {
    assertThrows(IllegalArgumentException.class, () -> SparseHistogram.fromJson(pairs));
  }
}
