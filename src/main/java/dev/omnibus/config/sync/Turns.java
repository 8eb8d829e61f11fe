package dev.omnibus.config.sync;

import dev.omnibus.bus.Failure;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Lets one thing happen after another: a change of the configuration is never met by a second. */
final class Turns {

  private static final int MAX_WAITING = 64;

  private Future<?> last = Future.succeededFuture();
  private int waiting;

  /** Runs the step when all before it are done. Fails with UNAVAILABLE when too many wait. */
  <T> Future<T> run(Supplier<Future<T>> step) {
    if (waiting >= MAX_WAITING) {
      return Future.failedFuture(Failure.UNAVAILABLE.because("too many changes at once"));
    }
    waiting++;
    Future<T> mine = last.transform(before -> step.get()).onComplete(done -> waiting--);
    last = mine;
    return mine;
  }
}
