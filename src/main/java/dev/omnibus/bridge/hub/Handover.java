package dev.omnibus.bridge.hub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What the hub hands to the event loops of its sockets, to each in its order. What can wait until
 * the hub has worked off what lies before it goes to a loop in one task, so that a crowd that
 * registers wakes a loop seldom and gets its answers in few writes. Touched on the hub's loop only.
 */
final class Handover {

  /** More than this is no one task of a loop. */
  static final int MOST = 256;

  private final Executor home;
  private Map<Loop, List<Runnable>> waiting = new HashMap<>();
  private boolean due;

  /**
   * @param home the hub's own loop; what it is given comes behind what it has to do already
   */
  Handover(Executor home) {
    this.home = home;
  }

  /** Goes soon, with what else comes for the loop until then. */
  void soon(Loop loop, Runnable task) {
    List<Runnable> tasks = waiting.computeIfAbsent(loop, missing -> new ArrayList<>());
    tasks.add(task);
    if (tasks.size() == MOST) {
      waiting.remove(loop);
      hand(loop, tasks);
    } else if (!due) {
      due = true;
      home.execute(this::handAll);
    }
  }

  /** Goes now, behind what waits for the loop. */
  void now(Loop loop, Runnable task) {
    List<Runnable> tasks = waiting.remove(loop);
    if (tasks == null) {
      loop.execute(task);
    } else {
      tasks.add(task);
      hand(loop, tasks);
    }
  }

  private void handAll() {
    due = false;
    Map<Loop, List<Runnable>> all = waiting;
    waiting = new HashMap<>();
    all.forEach(Handover::hand);
  }

  private static void hand(Loop loop, List<Runnable> tasks) {
    loop.execute(() -> run(tasks));
  }

  /** One that fails keeps none behind it from its turn. */
  private static void run(List<Runnable> tasks) {
    RuntimeException bug = null;
    for (Runnable task : tasks) {
      try {
        task.run();
      } catch (RuntimeException e) {
        bug = e;
      }
    }
    if (bug != null) {
      throw bug;
    }
  }
}
