package dev.omnibus.bridge.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class SlicesTest {

  private final Queue<Runnable> soon = new ArrayDeque<>();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final List<Integer> done = new ArrayList<>();
  private long now;
  private final Slices slices = new Slices(soon::add, later::add, () -> now);

  @Test
  void a_burst_is_one_task_of_the_loop_and_keeps_its_order() {
    for (int i = 1; i <= 3; i++) {
      int number = i;
      slices.execute(() -> done.add(number));
    }
    assertEquals(1, soon.size());
    soon.remove().run();
    assertEquals(List.of(1, 2, 3), done);
    assertEquals(0, later.size());
  }

  @Test
  void what_takes_long_lets_the_loop_look_at_others_before_the_rest() {
    slices.execute(() -> now += Slices.MOST);
    slices.execute(() -> done.add(1));
    soon.remove().run();
    assertEquals(List.of(), done);
    later.remove().run();
    assertEquals(List.of(1), done);
  }

  @Test
  void what_a_task_hands_over_comes_behind_what_waits_already() {
    slices.execute(() -> slices.execute(() -> done.add(2)));
    slices.execute(() -> done.add(1));
    soon.remove().run();
    assertEquals(List.of(1, 2), done);
  }

  @Test
  void a_task_that_fails_keeps_none_behind_it_waiting() {
    slices.execute(
        () -> {
          throw new IllegalStateException("as it happens");
        });
    slices.execute(() -> done.add(1));
    assertThrows(IllegalStateException.class, () -> soon.remove().run());
    later.remove().run();
    assertEquals(List.of(1), done);
    slices.execute(() -> done.add(2));
    soon.remove().run();
    assertEquals(List.of(1, 2), done);
  }
}
