package dev.omnibus.coordinator;

import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** When one server may rest because nobody calls, and whether somebody wanted it since. */
final class Slumber {

  /** More often than this nobody looks. */
  private static final int SHORTEST_MS = 250;

  private final Vertx vertx;
  private final BooleanSupplier isFree;
  private final LongSupplier used;
  private boolean awake;
  private long opened;
  private long timer = -1;

  /**
   * @param isFree whether it runs and nobody needs it at this moment
   * @param used when somebody called last, as {@code System.nanoTime()}
   */
  Slumber(Vertx vertx, BooleanSupplier isFree, LongSupplier used) {
    this.vertx = vertx;
    this.isFree = isFree;
    this.used = used;
  }

  /** Somebody wants it. */
  void wake() {
    awake = true;
  }

  /** Whether it waits for the first who wants it. */
  boolean awaits(ServerSpec spec) {
    return spec.process().lazy() && !awake;
  }

  /**
   * It runs from now on; looks now and then whether anybody calls.
   *
   * @param sleep has it stopped when nobody did for the milliseconds that its definition says
   */
  void watch(ServerSpec spec, IntConsumer sleep) {
    opened = System.nanoTime();
    vertx.cancelTimer(timer);
    Integer limit = spec.process().idleStopMs();
    if (limit != null) {
      timer = vertx.setPeriodic(Math.max(SHORTEST_MS, limit / 4), tick -> look(limit, sleep));
    }
  }

  private void look(int limitMs, IntConsumer sleep) {
    if (isFree.getAsBoolean() && idleMs() >= limitMs) {
      vertx.cancelTimer(timer);
      awake = false;
      sleep.accept(limitMs);
    }
  }

  private long idleMs() {
    return (System.nanoTime() - Math.max(opened, used.getAsLong())) / 1_000_000;
  }

  /** It left this node's hands. */
  void end() {
    vertx.cancelTimer(timer);
  }
}
