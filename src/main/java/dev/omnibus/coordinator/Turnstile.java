package dev.omnibus.coordinator;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Lets a limited number of tasks run at once; the others wait in the order they came. Each upstream
 * waits at most once, so that the queue is never longer than the fleet. For one context only.
 */
final class Turnstile {

  private final int limit;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int inside;

  Turnstile(int limit) {
    this.limit = limit;
  }

  /**
   * Runs the task now or when its turn comes. The turn ends with the task, or when {@code enough}
   * completes, so that one that hangs does not stand in the way of the others.
   */
  <T> Future<T> pass(Supplier<Future<T>> task, Supplier<Future<?>> enough) {
    Promise<T> done = Promise.promise();
    Runnable run =
        () -> {
          Promise<Void> turn = Promise.promise();
          turn.future().onComplete(ignored -> leave());
          enough.get().onComplete(ignored -> turn.tryComplete());
          task.get().onComplete(done).onComplete(ignored -> turn.tryComplete());
        };
    if (inside < limit) {
      inside++;
      run.run();
    } else {
      waiting.add(run);
    }
    return done.future();
  }

  private void leave() {
    Runnable next = waiting.poll();
    if (next == null) {
      inside--;
    } else {
      next.run();
    }
  }
}
