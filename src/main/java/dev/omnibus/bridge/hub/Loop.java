package dev.omnibus.bridge.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * One event loop, on which all that belongs to its sockets happens, in the order in which it was
 * handed over. Two loops are the same only when they are the same object.
 */
public final class Loop implements Executor {

  /** Runs a task on the loop when some time has passed. */
  @FunctionalInterface
  public interface Timer {
    void after(long millis, Runnable task);
  }

  private final Executor executor;
  private final Timer timer;

  /** Touched on this loop only. */
  private List<Runnable> endings = new ArrayList<>();

  private List<Runnable> ending = new ArrayList<>();
  private final Map<Duration, Ticks> ticks = new HashMap<>();
  private LongConsumer told = nanos -> {};

  public Loop(Executor executor, Timer timer) {
    this.executor = executor;
    this.timer = timer;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(() -> run(task));
  }

  /** To be called on the loop. */
  public void after(Duration time, Runnable task) {
    timer.after(Math.max(1, time.toMillis()), () -> run(task));
  }

  /** Asks at each tick of this length, all who wait for it together, until it says no. */
  void atTick(Duration length, BooleanSupplier more) {
    ticks.computeIfAbsent(length, missing -> new Ticks(this, length)).add(more);
  }

  /** Hears, batch by batch, how many nanoseconds an event took from the bus to its last socket. */
  public void onTold(LongConsumer ear) {
    told = ear;
  }

  /**
   * What was heard at this time is on its way to all, and will be written when the task is over.
   */
  void telling(long heard) {
    atEnd(() -> told.accept(System.nanoTime() - heard));
  }

  /** Does something once when the present task is over; to be called on the loop. */
  public void atEnd(Runnable task) {
    endings.add(task);
  }

  /** Runs a task that came to the loop by another way; to be called on the loop. */
  public void run(Runnable task) {
    try {
      task.run();
    } finally {
      settle();
    }
  }

  /** What is put off until the present task is over is done now; to be called on the loop. */
  void settle() {
    List<Runnable> now = endings;
    endings = ending;
    ending = now;
    now.forEach(Runnable::run);
    now.clear();
  }
}
