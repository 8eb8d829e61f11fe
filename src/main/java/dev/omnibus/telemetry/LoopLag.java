package dev.omnibus.telemetry;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How long a task waits for an event loop: each of them is looked at ten times a second. */
final class LoopLag implements Source {

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final AtomicLong longest = new AtomicLong();
  private final List<Future<?>> looks = new ArrayList<>();

  void watch(Vertx vertx) {
    for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      looks.add(loop.scheduleWithFixedDelay(new Look(), PAUSE, PAUSE, TimeUnit.NANOSECONDS));
    }
  }

  void end() {
    looks.forEach(look -> look.cancel(false));
  }

  /** Of one loop. */
  private final class Look implements Runnable {
    private long due = System.nanoTime() + PAUSE;

    @Override
    public void run() {
      long now = System.nanoTime();
      longest.accumulateAndGet(now - due, Math::max);
      due = now + PAUSE;
    }
  }

  @Override
  public void sample(Sample into) {
    double millis = longest.getAndSet(0) / 1e6;
    into.gauge(SeriesKey.NODE, Metric.LOOP_LAG, Machine.tenths(millis));
  }
}
