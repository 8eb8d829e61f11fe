package dev.omnibus.bridge.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CircleTest {

  private final Circle circle = new Circle();

  @Test
  void each_is_told_once_whoever_came_and_went() {
    Random random = new Random(7);
    List<Subscription> here = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      if (here.isEmpty() || random.nextInt(3) > 0) {
        here.add(come());
      } else {
        circle.remove(here.remove(random.nextInt(here.size())));
      }
      List<Subscription> told = told();
      assertEquals(here.size(), told.size());
      assertEquals(new HashSet<>(here), new HashSet<>(told));
    }
  }

  @Test
  void one_that_leaves_before_it_came_changes_nothing() {
    Subscription here = come();
    circle.remove(subscription());
    assertEquals(List.of(here), told());
  }

  @Test
  void nobody_is_late_each_time() {
    for (int size = 2; size <= 40; size++) {
      come();
      Map<Subscription, Long> places = new HashMap<>();
      Set<Subscription> lasts = new HashSet<>();
      int rounds = 20 * size;
      for (int i = 0; i < rounds; i++) {
        List<Subscription> told = told();
        lasts.add(told.get(told.size() - 1));
        for (int place = 0; place < told.size(); place++) {
          places.merge(told.get(place), (long) place, Long::sum);
        }
      }
      int all = told().size();
      assertTrue(lasts.size() > 1 || all == 1, "of " + all);
      double latest = places.values().stream().mapToLong(sum -> sum).max().orElseThrow();
      assertTrue(latest / rounds <= 0.75 * all, "of " + all + ": " + latest / rounds);
    }
  }

  private List<Subscription> told() {
    List<Subscription> told = new ArrayList<>();
    circle.each(told::add);
    return told;
  }

  private Subscription come() {
    Subscription young = subscription();
    circle.add(young);
    return young;
  }

  private static Subscription subscription() {
    return new Subscription(null, "event.server.status", HeaderFilter.ANY, null);
  }
}
