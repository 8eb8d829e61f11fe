package dev.omnibus.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HistogramSumTest {

  @Property(tries = 200)
  void a_sum_is_what_merging_gives(
      @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 4_000_000_000L) Long> micros) {
    HistogramSum sum = new HistogramSum();
    SparseHistogram merged = SparseHistogram.NONE;
    for (long one : micros) {
      merged = merged.merge(SparseHistogram.of(one));
      sum.add(SparseHistogram.of(one).toBytes());
    }
    assertEquals(merged, sum.take());
    sum.add(merged.toBytes());
    assertEquals(merged, sum.take());
    assertEquals(SparseHistogram.NONE, sum.take());
  }

  @Test
  void what_is_no_histogram_is_refused_and_leaves_nothing_behind() {
    HistogramSum sum = new HistogramSum();
    byte[] whole = SparseHistogram.of(5_000).merge(SparseHistogram.of(90_000)).toBytes();
    byte[] endless = new byte[12];
    Arrays.fill(endless, (byte) 0xff);
    for (byte[] odd :
        List.of(
            Arrays.copyOf(whole, whole.length - 1),
            endless,
            new byte[] {1, 0},
            new byte[] {3, 1, 0, 1})) {
      assertThrows(IllegalArgumentException.class, () -> sum.add(odd));
      assertEquals(SparseHistogram.NONE, sum.take());
    }
  }
}
