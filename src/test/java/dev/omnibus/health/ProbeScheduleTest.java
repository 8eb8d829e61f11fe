package dev.omnibus.health;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeScheduleTest {

  private static final Instant T0 = Given.T0;
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void a_thousand_servers_spread_evenly_for_ten_minutes(long seed) {
    Spread spread = Spread.of(1_000, T0, 600, seed);
    assertAll(
        () -> assertTrue(spread.busiest(0, 600) < 1.5, "busiest " + spread.busiest(0, 600)),
        () -> assertTrue(spread.busiest(540, 600) < 1.2, "late " + spread.busiest(540, 600)),
        () -> assertEquals(60_000, spread.total(), 1_100));
  }

  @ParameterizedTest(name = "started {0} ms past the second")
  @ValueSource(ints = {0, 1, 499, 9_999})
  void none_are_in_step_after_a_start(int past) {
    Spread spread = Spread.of(1_000, T0.plusMillis(past), 20, past);
    assertTrue(spread.busiest(0, 20) < 1.5, "busiest " + spread.busiest(0, 20));
  }

  @Test
  void places_are_not_carried_off_by_slow_answers() {
    ProbeSchedule schedule = schedule(1);
    schedule.put("files", INTERVAL, T0);
    Instant first = schedule.next("files");
    Instant last = first;
    for (int i = 0; i < 100; i++) {
      last = schedule.next("files");
      assertEquals(List.of("files"), schedule.take(last));
      schedule.done("files", Pace.REGULAR, false, last.plusSeconds(4));
    }
    long drift = Duration.between(first, last).toMillis() - 99 * INTERVAL.toMillis();
    assertEquals(0, drift, INTERVAL.toMillis() * 0.04);
  }

  @Test
  void a_beat_that_was_missed_is_not_made_up_for() {
    ProbeSchedule schedule = schedule(1);
    schedule.put("files", INTERVAL, T0);
    Instant due = schedule.next("files");
    schedule.take(due);
    schedule.done("files", Pace.REGULAR, false, due.plusSeconds(35));
    assertEquals(40_000, Duration.between(due, schedule.next("files")).toMillis(), 400);
  }

  @Test
  void a_fast_recheck_leads_back_to_the_regular_place() {
    ProbeSchedule schedule = schedule(1);
    schedule.put("files", INTERVAL, T0);
    Instant due = schedule.next("files");
    schedule.take(due);
    schedule.done("files", Pace.at(due.plusSeconds(1)), true, due);
    schedule.take(due.plusSeconds(1));
    schedule.done("files", Pace.REGULAR, false, due.plusSeconds(1));
    assertEquals(10_000, Duration.between(due, schedule.next("files")).toMillis(), 400);
  }

  @Test
  void a_server_is_never_probed_twice_at_once() {
    ProbeSchedule schedule = schedule(8);
    schedule.put("files", INTERVAL, T0);
    schedule.soon("files", T0);
    assertEquals(List.of("files"), schedule.take(T0));
    schedule.soon("files", T0);
    assertEquals(List.of(), schedule.take(T0.plusSeconds(60)));
  }

  @Test
  void a_server_wanted_while_it_is_probed_comes_right_after() {
    ProbeSchedule schedule = schedule(8);
    schedule.put("files", INTERVAL, T0);
    schedule.soon("files", T0);
    schedule.take(T0);
    schedule.soon("files", T0);
    schedule.done("files", Pace.REGULAR, false, T0);
    assertEquals(List.of("files"), schedule.take(T0));
  }

  @Test
  void a_server_given_up_and_taken_again_waits_for_its_old_probe() {
    ProbeSchedule schedule = schedule(8);
    schedule.put("files", INTERVAL, T0);
    schedule.soon("files", T0);
    schedule.take(T0);
    schedule.remove("files");
    schedule.put("files", INTERVAL, T0);
    schedule.soon("files", T0);
    assertEquals(List.of(), schedule.take(T0));
    schedule.done("files", Pace.REGULAR, false, T0);
    assertEquals(List.of("files"), schedule.take(T0));
  }

  @Test
  void no_more_are_under_way_than_there_are_places() {
    ProbeSchedule schedule = due(schedule(4), "a", "b", "c", "d", "e", "f");
    assertAll(
        () -> assertEquals(List.of("a", "b", "c", "d"), schedule.take(T0)),
        () -> assertEquals(2, schedule.overdue()),
        () -> assertEquals(4, schedule.underWay()));
  }

  @Test
  void who_waited_longest_goes_first() {
    ProbeSchedule schedule = due(schedule(1), "a", "b", "c");
    schedule.take(T0);
    schedule.done("a", Pace.at(T0), false, T0);
    assertEquals(List.of("b"), schedule.take(T0.plusMillis(1)));
  }

  @Test
  void servers_in_doubt_get_half_of_the_places_at_most() {
    ProbeSchedule schedule = schedule(4);
    List<String> hanging = List.of("a", "b", "c", "d", "e", "f");
    hanging.forEach(server -> schedule.put(server, INTERVAL, T0));
    hanging.forEach(server -> schedule.plan(server, Pace.at(T0), true, T0));
    assertEquals(2, schedule.take(T0).size());
    due(schedule, "calm");
    assertEquals(List.of("calm"), schedule.take(T0));
  }

  @Test
  void a_hanging_server_delays_no_other() {
    ProbeSchedule schedule = schedule(2);
    schedule.put("hanging", INTERVAL, T0);
    schedule.plan("hanging", Pace.at(T0), true, T0);
    schedule.take(T0);
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      due(schedule, "other-" + i);
      for (String server : schedule.take(T0)) {
        others.add(server);
        schedule.done(server, Pace.REGULAR, false, T0);
      }
    }
    assertAll(
        () -> assertEquals(100, new HashSet<>(others).size()),
        () -> assertFalse(others.contains("hanging")));
  }

  @Test
  void a_server_at_rest_is_not_probed() {
    ProbeSchedule schedule = schedule(1);
    schedule.put("files", INTERVAL, T0);
    schedule.plan("files", Pace.NEVER, false, T0);
    assertAll(
        () -> assertNull(schedule.next("files")),
        () -> assertEquals(List.of(), schedule.take(T0.plusSeconds(3_600))));
  }

  @Test
  void a_clock_that_is_set_back_does_not_stop_the_probes() {
    ProbeSchedule schedule = schedule(1);
    schedule.put("files", INTERVAL, T0);
    schedule.take(T0);
    Instant anHourEarlier = T0.minusSeconds(3_600);
    schedule.take(anHourEarlier);
    assertEquals(List.of("files"), schedule.take(anHourEarlier.plus(INTERVAL).plusSeconds(1)));
  }

  private static ProbeSchedule schedule(int places) {
    return new ProbeSchedule(places, new Random(1));
  }

  private static ProbeSchedule due(ProbeSchedule schedule, String... servers) {
    for (String server : servers) {
      schedule.put(server, INTERVAL, T0);
      schedule.plan(server, Pace.at(T0), false, T0);
    }
    return schedule;
  }
}
