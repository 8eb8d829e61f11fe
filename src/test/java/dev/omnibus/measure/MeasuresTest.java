package dev.omnibus.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasuresTest {

  private final Measures measures = new Measures(true, 1_000);
  private long second = 1_000;

  private Map<SeriesKey, Row> take() {
    Map<SeriesKey, Row> rows = new HashMap<>();
    measures.take(second++).rows().forEach(row -> rows.put(row.key(), row));
    return rows;
  }

  private void call(String server, int replica, String tool, Metric became) {
    boolean real = became == null;
    measures.ended(new Ended(server, replica, tool, real, became, 10, 20, 500));
  }

  private static Number number(Map<SeriesKey, Row> rows, SeriesKey key, Metric metric) {
    return rows.containsKey(key) ? rows.get(key).numbers().get(metric) : null;
  }

  @Test
  void the_row_of_a_server_has_what_its_tools_and_its_replicas_have() {
    call("files", 1, "read", null);
    call("files", 2, "write", Metric.ERRORS_TIMEOUT);
    call("files", 2, null, null);
    Map<SeriesKey, Row> rows = take();
    assertEquals(3L, number(rows, SeriesKey.server("files"), Metric.CALLS));
    assertEquals(1L, number(rows, SeriesKey.server("files"), Metric.ERRORS_TIMEOUT));
    assertEquals(30L, number(rows, SeriesKey.server("files"), Metric.BYTES_IN));
    assertEquals(60L, number(rows, SeriesKey.server("files"), Metric.BYTES_OUT));
    assertEquals(1L, number(rows, SeriesKey.tool("files", "read"), Metric.CALLS));
    assertEquals(2L, number(rows, SeriesKey.owned("files~2"), Metric.CALLS));
    SparseHistogram all = rows.get(SeriesKey.server("files")).histograms().get(Metric.LATENCY);
    assertEquals(3, all.count());
  }

  @Test
  void a_second_without_calls_has_no_rows() {
    call("files", 0, "read", null);
    take();
    assertEquals(Map.of(), take());
  }

  @Test
  void tools_that_agents_make_up_are_counted_as_others() {
    IntStream.range(0, 5_000).forEach(i -> call("files", 0, "made-up" + i, Metric.ERRORS_PROTOCOL));
    call("files", 0, "read", null);
    Map<SeriesKey, Row> rows = take();
    assertEquals(3, rows.size());
    assertEquals(5_000L, number(rows, SeriesKey.tool("files", SeriesKey.OTHER), Metric.CALLS));
    assertEquals(5_001L, number(rows, SeriesKey.server("files"), Metric.CALLS));
  }

  @Test
  void tools_that_a_server_makes_up_are_counted_as_others_from_a_number_on() {
    IntStream.range(0, 5_000).forEach(i -> call("files", 0, "tool" + i, null));
    Map<SeriesKey, Row> rows = take();
    assertEquals(1 + Calls.MOST_TOOLS + 1, rows.size());
    long others = 5_000L - Calls.MOST_TOOLS;
    assertEquals(others, number(rows, SeriesKey.tool("files", SeriesKey.OTHER), Metric.CALLS));
  }

  @Test
  void all_servers_together_have_so_many_tools_and_one_that_goes_makes_room() {
    Measures small = new Measures(true, 3);
    for (int i = 0; i < 5; i++) {
      small.ended(new Ended("a", 0, "t" + i, true, null, 0, 0, 1));
      small.ended(new Ended("b", 0, "t" + i, true, null, 0, 0, 1));
    }
    assertEquals(2 + 3 + 2, small.series());
    small.retain(Set.of("b"));
    small.ended(new Ended("b", 0, "t4", true, null, 0, 0, 1));
    assertTrue(
        small.take(1).rows().stream().anyMatch(r -> r.key().equals(SeriesKey.tool("b", "t4"))));
  }

  @Test
  void nothing_is_lost_between_threads_and_seconds() {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          new Thread(() -> IntStream.range(0, 50_000).forEach(n -> call("a", 0, "t", null))));
    }
    threads.forEach(Thread::start);
    long calls = 0;
    long times = 0;
    for (boolean over = false; !over; ) {
      over = threads.stream().noneMatch(Thread::isAlive);
      Row row = take().get(SeriesKey.tool("a", "t"));
      if (row != null) {
        calls += row.numbers().get(Metric.CALLS).longValue();
        times += row.histograms().get(Metric.LATENCY).count();
      }
    }
    assertEquals(200_000, calls);
    assertEquals(200_000, times);
  }

  @Test
  void a_gauge_is_told_when_it_changes_and_once_when_it_is_gone() {
    double[] queue = {4};
    SeriesKey key = SeriesKey.server("files");
    measures.source(
        into -> {
          if (queue[0] >= 0) {
            into.gauge(key, Metric.QUEUE, queue[0]);
          }
        });
    assertEquals(4L, number(take(), key, Metric.QUEUE));
    queue[0] = 2.5;
    assertEquals(2.5, number(take(), key, Metric.QUEUE));
    queue[0] = -1;
    assertEquals(0, number(take(), key, Metric.QUEUE));
    assertNull(number(take(), key, Metric.QUEUE));
  }

  @Test
  void a_gauge_that_does_not_change_is_told_again_now_and_then() {
    measures.source(into -> into.gauge(SeriesKey.server("files"), Metric.QUEUE, 7));
    take();
    long told =
        IntStream.range(0, Gauges.AGAIN)
            .filter(i -> number(take(), SeriesKey.server("files"), Metric.QUEUE) != null)
            .count();
    assertEquals(1, told);
  }

  @Test
  void a_total_counts_by_what_it_grew_and_one_that_began_anew_from_nothing() {
    long[] total = {100};
    measures.source(into -> into.total(SeriesKey.NODE, Metric.BUS_MESSAGES, total[0]));
    take();
    total[0] = 130;
    assertEquals(30L, number(take(), SeriesKey.NODE, Metric.BUS_MESSAGES));
    assertNull(number(take(), SeriesKey.NODE, Metric.BUS_MESSAGES));
    total[0] = 5;
    assertEquals(5L, number(take(), SeriesKey.NODE, Metric.BUS_MESSAGES));
  }

  @Test
  void a_source_that_fails_takes_nothing_from_the_others_and_from_what_it_said() {
    boolean[] broken = {false};
    long[] total = {10};
    measures.source(
        into -> {
          if (broken[0]) {
            throw new IllegalStateException("broken");
          }
          into.gauge(SeriesKey.server("files"), Metric.QUEUE, 4);
          into.total(SeriesKey.NODE, Metric.BUS_MESSAGES, total[0]);
        });
    measures.source(into -> into.gauge(SeriesKey.NODE, Metric.FDS, 9));
    take();
    broken[0] = true;
    call("files", 0, "read", null);
    Map<SeriesKey, Row> rows = take();
    assertEquals(1L, number(rows, SeriesKey.server("files"), Metric.CALLS));
    assertEquals(9L, number(rows, SeriesKey.NODE, Metric.FDS));
    assertEquals(4.0, measures.gauge(SeriesKey.server("files"), Metric.QUEUE));
    broken[0] = false;
    total[0] = 12;
    assertEquals(2L, number(take(), SeriesKey.NODE, Metric.BUS_MESSAGES));
  }

  @Test
  void what_a_source_said_that_fails_for_good_is_a_gap_until_it_is_well_again() {
    boolean[] broken = {false};
    SeriesKey key = SeriesKey.server("files");
    measures.source(
        into -> {
          if (broken[0]) {
            throw new IllegalStateException("broken");
          }
          into.gauge(key, Metric.QUEUE, 4);
        });
    take();
    broken[0] = true;
    for (int second = 1; second < Asked.PATIENCE; second++) {
      assertFalse(Metric.isUnknown(number(take(), key, Metric.QUEUE)));
      assertEquals(4.0, measures.gauge(key, Metric.QUEUE));
    }
    assertTrue(Metric.isUnknown(number(take(), key, Metric.QUEUE)));
    assertNull(measures.gauge(key, Metric.QUEUE));
    long again =
        IntStream.range(0, Gauges.AGAIN)
            .filter(i -> Metric.isUnknown(number(take(), key, Metric.QUEUE)))
            .count();
    assertEquals(1, again, "said again for those who came later");
    broken[0] = false;
    assertEquals(4L, number(take(), key, Metric.QUEUE));
  }

  @Test
  void what_others_know_of_a_gauge_counts_beside_one_who_does_not() {
    SeriesKey key = SeriesKey.server("files");
    measures.source(into -> into.unknown(key, Metric.RSS));
    measures.source(into -> into.gauge(key, Metric.RSS, 9));
    measures.source(into -> into.unknown(key, Metric.RSS));
    assertEquals(9L, number(take(), key, Metric.RSS));
  }

  @Test
  void of_a_server_that_nobody_looks_at_any_more_memory_is_a_gap_and_not_nothing() {
    boolean[] there = {true};
    SeriesKey key = SeriesKey.server("files");
    measures.source(
        into -> {
          if (there[0]) {
            into.gauge(key, Metric.RSS, 9);
            into.gauge(key, Metric.BREAKER, 1);
          }
        });
    take();
    there[0] = false;
    Map<SeriesKey, Row> rows = take();
    assertTrue(Metric.isUnknown(number(rows, key, Metric.RSS)));
    assertTrue(Metric.isUnknown(number(rows, key, Metric.BREAKER)));
    measures.retain(Set.of("others"));
    assertEquals(0, number(take(), key, Metric.RSS));
    IntStream.range(0, Gauges.AGAIN).forEach(i -> assertNull(number(take(), key, Metric.RSS)));
  }

  @Test
  void of_a_replica_that_is_no_more_nothing_is_unknown_though_its_server_is_there() {
    boolean[] said = {true};
    SeriesKey first = SeriesKey.owned("files~1");
    SeriesKey second = SeriesKey.owned("files~2");
    measures.source(
        into -> {
          if (said[0]) {
            into.gauge(first, Metric.RSS, 4);
            into.gauge(second, Metric.RSS, 5);
          }
        });
    take();
    said[0] = false;
    measures.retain(Set.of("files", "files~1"));
    Map<SeriesKey, Row> rows = take();
    assertTrue(Metric.isUnknown(number(rows, first, Metric.RSS)));
    assertEquals(0, number(rows, second, Metric.RSS));
    IntStream.range(0, Gauges.AGAIN).forEach(i -> assertNull(number(take(), second, Metric.RSS)));
  }

  @Test
  void what_several_say_of_the_same_is_added() {
    for (int loop = 0; loop < 3; loop++) {
      measures.source(into -> into.gauge(SeriesKey.server("files"), Metric.POOL_OPEN, 2));
    }
    assertEquals(6L, number(take(), SeriesKey.server("files"), Metric.POOL_OPEN));
  }

  @Test
  void who_measures_nothing_counts_nothing() {
    Measures off = Measures.off();
    off.ended(new Ended("files", 0, "read", true, null, 1, 1, 1));
    off.probed(SeriesKey.server("files"), 5);
    assertEquals(0, off.series());
    assertEquals(List.of(), off.take(1).rows());
  }
}
