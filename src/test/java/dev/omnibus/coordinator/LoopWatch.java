package dev.omnibus.coordinator;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks every ten milliseconds what the event loop that it is started on was kept by: its own work,
 * a wait for other threads, or a machine that had no processor for it.
 */
final class LoopWatch {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Path SCHEDULER = Path.of("/proc/thread-self/schedstat");
  private static final long TICK_MS = 10;

  private final Vertx vertx;
  private final Worst worst;
  private Look last;

  LoopWatch(Vertx vertx, Worst worst) {
    this.vertx = vertx;
    this.worst = worst;
  }

  /** On the loop that is watched. */
  void start() {
    THREADS.setThreadContentionMonitoringEnabled(true);
    last = Look.now();
    vertx.setPeriodic(TICK_MS, id -> tick());
  }

  private void tick() {
    Look young = Look.now();
    worst.saw(
        young.wallMs - last.wallMs - TICK_MS,
        young.cpuMs - last.cpuMs,
        young.waitedMs - last.waitedMs,
        young.queuedMs - last.queuedMs);
    last = young;
  }

  /** What the thread had of everything until now. */
  private record Look(long wallMs, long cpuMs, long waitedMs, long queuedMs) {

    static Look now() {
      ThreadInfo info = THREADS.getThreadInfo(Thread.currentThread().getId());
      return new Look(
          System.nanoTime() / 1_000_000,
          THREADS.getCurrentThreadCpuTime() / 1_000_000,
          info.getWaitedTime() + info.getBlockedTime(),
          queued());
    }

    /** How long it could have run and did not. */
    private static long queued() {
      try {
        return Long.parseLong(Files.readString(SCHEDULER).split(" ")[1]) / 1_000_000;
      } catch (IOException none) {
        return 0;
      }
    }
  }

  /** The longest that any of several loops was kept. */
  static final class Worst {
    private long lateMs;
    private long lateQueuedMs;
    private long cpuMs;
    private long waitedMs;

    private synchronized void saw(long late, long cpu, long waited, long queued) {
      if (late > lateMs) {
        lateMs = late;
        lateQueuedMs = queued;
      }
      cpuMs = Math.max(cpuMs, cpu);
      waitedMs = Math.max(waitedMs, waited);
    }

    /** By what it did itself: a busy machine makes that no longer. */
    synchronized long cpuMs() {
      return cpuMs;
    }

    /** By other threads, which may have had no processor. */
    synchronized long waitedMs() {
      return waitedMs;
    }

    @Override
    public synchronized String toString() {
      return "at most %d ms of work between two looks, %d ms waiting for other threads; late by %d ms, of which %d ms without a processor"
          .formatted(cpuMs, waitedMs, lateMs, lateQueuedMs);
    }
  }
}
