package dev.omnibus.client;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which a client does everything. */
final class Lane {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final ScheduledThreadPoolExecutor thread;

  Lane() {
    thread = new ScheduledThreadPoolExecutor(1, Lane::thread, (late, closed) -> {});
    thread.setRemoveOnCancelPolicy(true);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "omnibus-client");
    thread.setDaemon(true);
    return thread;
  }

  /** Does it after what was handed over before; false once it is closed. */
  synchronized boolean run(Runnable task) {
    boolean open = !thread.isShutdown();
    if (open) {
      thread.execute(() -> guarded(task));
    }
    return open;
  }

  Future<?> after(Duration time, Runnable task) {
    return thread.schedule(() -> guarded(task), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  Future<?> every(Duration time, Runnable task) {
    long millis = time.toMillis();
    return thread.scheduleAtFixedRate(() -> guarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** What was handed over before is done yet. */
  synchronized void close() {
    thread.shutdown();
  }

  /** What one task throws ends no other. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("unforeseen", e);
    }
  }
}
