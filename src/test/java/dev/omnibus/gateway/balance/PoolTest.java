package dev.omnibus.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.BalanceConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Time stands unless a test moves it. */
class PoolTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final BalanceConfig CONFIG =
      new BalanceConfig(Duration.ofSeconds(10), 30, 50, 3, Duration.ofSeconds(2));

  private final Map<String, Availability> availability = new HashMap<>();
  private final Pool pool =
      new Pool(CONFIG, name -> availability.getOrDefault(name, Availability.GOOD));
  private long now = 100 * SECOND;

  private void of(int count) {
    pool.set(IntStream.rangeClosed(1, count).mapToObj(n -> "s~" + n).toList());
  }

  /** So many calls that stay under way: how many each replica got. */
  private Map<String, Integer> held(int calls) {
    Map<String, Integer> got = new TreeMap<>();
    for (int i = 0; i < calls; i++) {
      got.merge(pool.pick(now).name(), 1, Integer::sum);
    }
    return got;
  }

  private void failOnce(String name, Fate fate) {
    pool.at(name).over(fate, now);
  }

  @Test
  void a_call_goes_where_the_least_is_under_way() {
    of(3);
    assertEquals(Map.of("s~1", 10, "s~2", 10, "s~3", 10), held(30));
  }

  @Test
  void who_is_slow_gets_less() {
    of(2);
    Deque<Pick> slow = new ArrayDeque<>();
    int fast = 0;
    for (int i = 0; i < 100; i++) {
      Pick pick = pool.pick(now);
      if (pick.name().equals("s~1")) {
        slow.add(pick);
      } else {
        fast++;
        pick.over(Fate.WENT, now);
      }
    }
    assertTrue(fast >= 98 && slow.size() <= 2, "the slow one got " + slow.size());
  }

  @Test
  void equals_take_turns_without_anything_under_way() {
    of(2);
    Map<String, Integer> got = new TreeMap<>();
    for (int i = 0; i < 400; i++) {
      Pick pick = pool.pick(now);
      got.merge(pick.name(), 1, Integer::sum);
      pick.over(Fate.WENT, now);
    }
    assertTrue(got.get("s~1") > 100 && got.get("s~2") > 100, got::toString);
  }

  @Test
  void what_is_ill_is_not_asked_and_comes_back_slowly() {
    of(2);
    availability.put("s~1", Availability.BAD);
    assertEquals(Map.of("s~2", 10), held(10));
    availability.put("s~1", Availability.GOOD);
    held(1);
    assertEquals(1, under("s~1"), "a tenth of its share at first");
    assertEquals(10, under("s~2"));
    now += 5 * SECOND;
    Map<String, Integer> half = held(9);
    assertTrue(half.get("s~1") >= 5, () -> "half of its share after half the time: " + half);
    now += 5 * SECOND;
    held(20);
    assertEquals(0, under("s~1") - under("s~2"), 1, "all of it after all of the time");
  }

  private int under(String name) {
    Pick one = pool.at(name);
    int count = pool.inFlight(name) - 1;
    one.over(Fate.UNKNOWN, now);
    return count;
  }

  @Test
  void the_first_ones_of_a_server_do_not_wait_for_each_other() {
    of(2);
    assertEquals(Map.of("s~1", 5, "s~2", 5), held(10));
  }

  @Test
  void a_replica_that_is_new_in_the_configuration_starts_slowly() {
    of(1);
    held(10);
    of(2);
    assertEquals(Map.of("s~1", 9, "s~2", 1), held(10));
  }

  @Test
  void one_that_cannot_be_reached_is_left_out_at_once_and_for_a_while() {
    of(2);
    failOnce("s~1", Fate.UNREACHED);
    assertEquals(Map.of("s~2", 5), held(5));
    now += 2 * SECOND;
    assertTrue(pool.isGood("s~1", now));
  }

  @Test
  void each_time_in_short_order_it_is_left_out_twice_as_long() {
    of(2);
    failOnce("s~1", Fate.UNREACHED);
    now += 2 * SECOND;
    assertTrue(pool.isGood("s~1", now));
    failOnce("s~1", Fate.UNREACHED);
    now += 3 * SECOND;
    assertFalse(pool.isGood("s~1", now));
    now += SECOND;
    assertTrue(pool.isGood("s~1", now));
    now += 120 * SECOND;
    failOnce("s~1", Fate.UNREACHED);
    now += 2 * SECOND;
    assertTrue(pool.isGood("s~1", now), "what was long ago is forgotten");
  }

  @Test
  void failures_in_a_row_leave_it_out_and_a_good_call_between_them_does_not() {
    of(2);
    failOnce("s~1", Fate.LATE);
    failOnce("s~1", Fate.REFUSED);
    failOnce("s~1", Fate.WENT);
    failOnce("s~1", Fate.BROKE);
    failOnce("s~1", Fate.LATE);
    assertTrue(pool.isGood("s~1", now));
    failOnce("s~1", Fate.LATE);
    assertFalse(pool.isGood("s~1", now));
  }

  @Test
  void not_more_than_half_are_left_out_for_what_one_node_met_with() {
    of(4);
    List.of("s~1", "s~2", "s~3", "s~4").forEach(name -> failOnce(name, Fate.UNREACHED));
    assertEquals(Set.of("s~3", "s~4"), held(8).keySet());
  }

  @Test
  void a_single_one_is_never_left_out() {
    of(1);
    failOnce("s~1", Fate.UNREACHED);
    assertEquals("s~1", pool.pick(now).name());
  }

  @Test
  void when_too_few_are_well_all_are_used() {
    of(4);
    List.of("s~1", "s~2").forEach(name -> availability.put(name, Availability.BAD));
    assertEquals(Set.of("s~3", "s~4"), held(8).keySet());
    availability.put("s~3", Availability.BAD);
    assertEquals(4, held(40).size(), "one of four is less than 30 %");
  }

  @Test
  void what_an_operator_put_to_rest_is_not_used_in_panic_either() {
    of(2);
    availability.put("s~1", Availability.RESTS);
    availability.put("s~2", Availability.BAD);
    assertEquals(Map.of("s~2", 3), held(3));
    availability.put("s~2", Availability.RESTS);
    assertNull(pool.pick(now));
  }

  @Test
  void another_try_goes_to_another_one() {
    of(3);
    for (int i = 0; i < 20; i++) {
      assertEquals("s~3", pool.pick(now, Set.of("s~1", "s~2")).name());
    }
    assertNotNull(pool.pick(now, Set.of("s~1", "s~2", "s~3")), "rather the same than none");
  }

  @Test
  void a_session_stays_where_it_is_as_long_as_that_is_well() {
    of(2);
    for (int i = 0; i < 5; i++) {
      assertEquals("s~1", pool.keep("s~1", now).name());
    }
    availability.put("s~1", Availability.BAD);
    assertNull(pool.keep("s~1", now));
    assertNull(pool.keep("s~9", now), "it left the configuration");
  }

  @Test
  void only_the_first_word_about_a_call_counts() {
    of(2);
    Pick pick = pool.pick(now);
    pick.over(Fate.WENT, now);
    pick.over(Fate.UNREACHED, now);
    assertTrue(pool.isGood(pick.name(), now));
    assertEquals(0, pool.inFlight(pick.name()));
  }

  @Test
  void a_session_stays_at_an_ill_replica_as_long_as_no_other_is_better() {
    of(4);
    List.of("s~1", "s~2", "s~3", "s~4").forEach(name -> availability.put(name, Availability.BAD));
    for (int i = 0; i < 10; i++) {
      assertEquals("s~1", pool.keep("s~1", now).name());
    }
    availability.put("s~3", Availability.GOOD);
    assertNull(pool.keep("s~1", now));
    for (int i = 0; i < 10; i++) {
      assertEquals(
          "s~3", pool.refuge(now, Set.of()).name(), "in panic too it goes where it is well");
    }
    availability.put("s~1", Availability.RESTS);
    availability.put("s~3", Availability.BAD);
    assertNull(pool.keep("s~1", now), "what is at rest is left");
  }
}
