package dev.omnibus.telemetry.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Packed;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.SparseHistogram;
import dev.omnibus.measure.Unpacked;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BundleTest {

  private static final int STEPS = 60;
  private static final SeriesKey ALL = SeriesKey.server("files");
  private static final SeriesKey TOOL = SeriesKey.tool("files", "read");

  @Property(tries = 200)
  void numbers_of_any_size_come_back_as_they_were(
      @ForAll @Size(max = 80) List<@LongRange(min = 0, max = Long.MAX_VALUE) Long> some) {
    long[] numbers = longs(some);
    Packed bytes = new Packed(8);
    Bits.write(bytes, numbers, numbers.length);
    long[] read = new long[numbers.length];
    Unpacked from = new Unpacked(bytes.number(77).toBytes());
    Bits.read(from, read, numbers.length);
    assertArrayEquals(numbers, read);
    assertEquals(77, from.number());
  }

  @Test
  void numbers_that_are_alike_take_the_bits_in_which_they_differ() {
    long[] numbers = new long[STEPS];
    for (int i = 0; i < STEPS; i++) {
      numbers[i] = 1_000_000 + i % 4;
    }
    Packed bytes = new Packed(8);
    Bits.write(bytes, numbers, STEPS);
    assertEquals(1 + 3 + STEPS * 2 / 8, bytes.toBytes().length);
  }

  @Test
  void one_that_is_large_costs_the_others_nothing() {
    long[] numbers = new long[STEPS];
    numbers[30] = Long.MAX_VALUE;
    Packed bytes = new Packed(8);
    Bits.write(bytes, numbers, STEPS);
    assertEquals(1 + 59 + 9, bytes.toBytes().length);
  }

  @Property(tries = 100)
  void chunks_of_every_kind_come_back_as_they_were(
      @ForAll @Size(STEPS) List<@IntRange(min = 0, max = 3) Integer> often,
      @ForAll @Size(STEPS) List<@LongRange(min = 0, max = 9_000_000_000L) Long> sizes) {
    int[] calls = often.stream().mapToInt(Integer::intValue).toArray();
    long[] values = longs(sizes);
    SortedMap<SeriesKey, Map<Metric, byte[]>> series = new TreeMap<>();
    series.put(ALL, chunks(calls, values));
    series.put(TOOL, chunks(calls, calls(values)));
    series.values().removeIf(Map::isEmpty);
    SortedMap<SeriesKey, Map<Metric, String>> read = new TreeMap<>();
    Bundle.of(series)
        .read(
            (key, metric, chunk) ->
                read.computeIfAbsent(key, young -> new EnumMap<>(Metric.class))
                    .put(metric, HexFormat.of().formatHex(chunk)));
    SortedMap<SeriesKey, Map<Metric, String>> expected = new TreeMap<>();
    series.forEach(
        (key, chunks) -> {
          Map<Metric, String> texts = new EnumMap<>(Metric.class);
          chunks.forEach((metric, chunk) -> texts.put(metric, HexFormat.of().formatHex(chunk)));
          expected.put(key, texts);
        });
    assertEquals(expected, read);
  }

  @Test
  void minutes_with_the_same_series_hold_their_names_once() {
    SortedMap<SeriesKey, Map<Metric, byte[]>> series = new TreeMap<>();
    series.put(ALL, Map.of(Metric.CALLS, new byte[] {0, 1}));
    Bundle first = Bundle.of(series);
    Bundle second = Bundle.of(series).sharing(first);
    assertSame(first.keys(), second.keys());
    series.put(TOOL, Map.of(Metric.CALLS, new byte[] {0, 1}));
    Bundle third = Bundle.of(series).sharing(second);
    assertEquals(2, third.keys().size());
  }

  @Test
  void a_call_a_second_takes_few_bytes() {
    Chunk calls = new Chunk(Metric.Kind.COUNTER);
    Chunk sent = new Chunk(Metric.Kind.COUNTER);
    Chunk times = new Chunk(Metric.Kind.HISTOGRAM);
    for (int step = 0; step < STEPS; step++) {
      calls.number(step, 1);
      sent.number(step, 150 + step * 37 % 100);
      times.histogram(step, SparseHistogram.of(3_000 + step * 7_919L % 2_000).toBytes());
    }
    SortedMap<SeriesKey, Map<Metric, byte[]>> series = new TreeMap<>();
    series.put(
        TOOL,
        Map.of(
            Metric.CALLS, calls.toBytes(STEPS),
            Metric.BYTES_IN, sent.toBytes(STEPS),
            Metric.LATENCY, times.toBytes(STEPS)));
    int length = Bundle.of(series).bytes().length;
    assertTrue(length < 3 * STEPS, length + " bytes");
  }

  private static long[] longs(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private static long[] calls(long[] values) {
    long[] some = values.clone();
    some[3] = 0;
    some[STEPS - 1] = 0;
    return some;
  }

  private static Map<Metric, byte[]> chunks(int[] calls, long[] values) {
    Map<Metric, byte[]> chunks = new EnumMap<>(Metric.class);
    Chunk counter = new Chunk(Metric.Kind.COUNTER);
    Chunk sent = new Chunk(Metric.Kind.COUNTER);
    Chunk gauge = new Chunk(Metric.Kind.GAUGE);
    Chunk times = new Chunk(Metric.Kind.HISTOGRAM);
    for (int step = 0; step < STEPS; step++) {
      counter.number(step, calls[step]);
      sent.number(step, calls[step] == 0 ? 0 : values[step]);
      gauge.number(step, calls[step]);
      SparseHistogram all = SparseHistogram.NONE;
      for (int call = 0; call < calls[step]; call++) {
        all = all.merge(SparseHistogram.of(values[(step + 7 * call) % STEPS]));
      }
      times.histogram(step, all.toBytes());
    }
    put(chunks, Metric.CALLS, counter);
    put(chunks, Metric.BYTES_IN, sent);
    put(chunks, Metric.IN_FLIGHT, gauge);
    put(chunks, Metric.LATENCY, times);
    return chunks;
  }

  private static void put(Map<Metric, byte[]> chunks, Metric metric, Chunk chunk) {
    byte[] bytes = chunk.toBytes(STEPS);
    if (bytes.length > 0) {
      chunks.put(metric, bytes);
    }
  }
}
