package dev.omnibus.telemetry.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SparseHistogram;
import dev.omnibus.measure.Unpacked;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChunkTest {

  private static final int STEPS = 60;

  @Property(tries = 200)
  void counters_come_back_as_they_were(
      @ForAll @Size(STEPS) @LongRange(min = 0, max = 1L << 50) long[] added) {
    Chunk chunk = new Chunk(Metric.Kind.COUNTER);
    for (int step = 0; step < STEPS; step++) {
      chunk.number(step, added[step]);
    }
    double[] read = read(Metric.Kind.COUNTER, chunk.toBytes(STEPS));
    assertArrayEquals(Arrays.stream(added).asDoubleStream().toArray(), read);
  }

  @Property(tries = 200)
  void gauges_come_back_to_the_hundredth(
      @ForAll @Size(STEPS) @IntRange(min = -300, max = 300) int[] hundredths) {
    Chunk chunk = new Chunk(Metric.Kind.GAUGE);
    for (int step = 0; step < STEPS; step++) {
      chunk.number(step, hundredths[step] / 100.0);
    }
    double[] read = read(Metric.Kind.GAUGE, chunk.toBytes(STEPS));
    for (int step = 0; step < STEPS; step++) {
      assertEquals(hundredths[step] / 100.0, read[step], 0.0001);
    }
  }

  @Test
  void a_gauge_holds_until_it_changes_and_to_the_end() {
    Chunk chunk = new Chunk(Metric.Kind.GAUGE);
    chunk.number(3, 7);
    chunk.number(5, 0);
    chunk.number(57, 1e13);
    double[] read = read(Metric.Kind.GAUGE, chunk.toBytes(STEPS));
    assertEquals(14 + 3e13, Arrays.stream(read).sum());
    assertEquals(7, read[4]);
    assertEquals(0, read[5]);
  }

  @Test
  void a_gauge_that_nobody_knows_comes_back_as_that() {
    Chunk chunk = new Chunk(Metric.Kind.GAUGE);
    chunk.number(3, 7);
    chunk.number(5, Double.NaN);
    chunk.number(6, Double.NaN);
    chunk.number(10, 0);
    byte[] bytes = chunk.toBytes(STEPS);
    double[] read = read(Metric.Kind.GAUGE, bytes);
    assertEquals(7, read[4]);
    assertTrue(Double.isNaN(read[5]) && Double.isNaN(read[9]));
    assertEquals(0, read[10]);
    assertEquals(6, bytes.length);
  }

  @Test
  void what_is_zero_takes_no_room() {
    Chunk gauge = new Chunk(Metric.Kind.GAUGE);
    Chunk counter = new Chunk(Metric.Kind.COUNTER);
    Chunk histogram = new Chunk(Metric.Kind.HISTOGRAM);
    for (int step = 0; step < STEPS; step++) {
      gauge.number(step, 0);
      counter.number(step, 0);
      histogram.histogram(step, SparseHistogram.NONE.toBytes());
    }
    assertEquals(0, gauge.toBytes(STEPS).length);
    assertEquals(0, counter.toBytes(STEPS).length);
    assertEquals(0, histogram.toBytes(STEPS).length);
  }

  @Test
  void a_chunk_that_was_looked_at_goes_on() {
    Chunk chunk = new Chunk(Metric.Kind.GAUGE);
    chunk.number(0, 5);
    chunk.toBytes(10);
    chunk.number(20, 6);
    double[] read = read(Metric.Kind.GAUGE, chunk.toBytes(30));
    assertEquals(5 * 20 + 6 * 10, Arrays.stream(read).sum());
  }

  @Test
  void half_a_chunk_is_refused() {
    Chunk chunk = new Chunk(Metric.Kind.HISTOGRAM);
    chunk.histogram(3, SparseHistogram.of(123_456).toBytes());
    byte[] whole = chunk.toBytes(STEPS);
    byte[] half = Arrays.copyOf(whole, whole.length - 1);
    assertThrows(IllegalArgumentException.class, () -> read(Metric.Kind.HISTOGRAM, half));
    byte[] endless = new byte[20];
    Arrays.fill(endless, (byte) 0xff);
    assertThrows(IllegalArgumentException.class, () -> read(Metric.Kind.COUNTER, endless));
  }

  private static double[] read(Metric.Kind kind, byte[] bytes) {
    double[] read = new double[STEPS];
    Chunk.read(
        kind,
        bytes,
        new Chunk.Values() {
          @Override
          public void number(int step, double value) {
            read[step] += value;
          }

          @Override
          public void histogram(int step, Unpacked value) {
            read[step] += SparseHistogram.fromBytes(value.rest()).count();
          }
        });
    return read;
  }
}
