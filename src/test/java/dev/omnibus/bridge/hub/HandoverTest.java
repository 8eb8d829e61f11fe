package dev.omnibus.bridge.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class HandoverTest {

  private final Queue<Runnable> home = new ArrayDeque<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Queue<Runnable> others = new ArrayDeque<>();
  private final List<Integer> done = new ArrayList<>();
  private final Loop loop = new Loop(tasks::add, (millis, task) -> {});
  private final Loop other = new Loop(others::add, (millis, task) -> {});
  private final Handover handover = new Handover(home::add);

  @Test
  void what_can_wait_goes_to_a_loop_in_one_task_and_in_its_order() {
    soon(loop, 1);
    soon(loop, 2);
    soon(other, 3);
    assertEquals(1, home.size());
    home.remove().run();
    assertEquals(List.of(1, 1), List.of(tasks.size(), others.size()));
    tasks.remove().run();
    others.remove().run();
    assertEquals(List.of(1, 2, 3), done);
  }

  @Test
  void what_goes_now_goes_behind_what_waits_for_that_loop() {
    soon(loop, 1);
    soon(other, 3);
    handover.now(loop, () -> done.add(2));
    assertEquals(List.of(1, 0), List.of(tasks.size(), others.size()));
    tasks.remove().run();
    assertEquals(List.of(1, 2), done);
  }

  @Test
  void what_comes_after_a_hand_over_waits_for_the_next_one() {
    soon(loop, 1);
    home.remove().run();
    soon(loop, 2);
    home.remove().run();
    assertEquals(2, tasks.size());
  }

  @Test
  void no_task_of_a_loop_holds_more_than_so_many() {
    for (int i = 0; i < Handover.MOST + 1; i++) {
      soon(loop, i);
    }
    tasks.remove().run();
    assertEquals(Handover.MOST, done.size());
    home.remove().run();
    tasks.remove().run();
    assertEquals(Handover.MOST + 1, done.size());
  }

  @Test
  void one_that_fails_keeps_none_behind_it_from_its_turn() {
    handover.soon(
        loop,
        () -> {
          throw new IllegalStateException("as it happens");
        });
    soon(loop, 1);
    home.remove().run();
    assertThrows(IllegalStateException.class, () -> tasks.remove().run());
    assertEquals(List.of(1), done);
  }

  private void soon(Loop to, int number) {
    handover.soon(to, () -> done.add(number));
  }
}
