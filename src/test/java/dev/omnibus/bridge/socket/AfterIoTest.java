package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AfterIoTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void a_timer_that_is_due_and_tasks_that_wait_come_before_it() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    CompletableFuture<Context> done = new CompletableFuture<>();
    Context context = vertx.getOrCreateContext();
    context.runOnContext(
        ignored -> {
          vertx.setTimer(1, id -> order.add("timer"));
          new Busy(3).run();
          new AfterIo(context)
              .execute(
                  () -> {
                    order.add("after");
                    done.complete(Vertx.currentContext());
                  });
          context.runOnContext(task -> order.add("task"));
        });
    assertEquals(context, done.get(60, TimeUnit.SECONDS));
    assertEquals(List.of("task", "timer", "after"), order);
  }

  /** Keeps the loop from its timers for so many milliseconds. */
  private record Busy(long millis) {
    void run() {
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    }
  }
}
