package dev.omnibus.bridge.socket;

import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs a task on a loop once that has looked at its sockets and timers, and without a wait: a timer
 * of Vert.x takes a millisecond at least, in which a loop with nothing else to do would do nothing.
 */
public final class AfterIo implements Executor {

  private final ContextInternal context;

  public AfterIo(Context context) {
    this.context = (ContextInternal) context;
  }

  @Override
  public void execute(Runnable task) {
    context
        .nettyEventLoop()
        .schedule(() -> context.emit(task, Runnable::run), 1, TimeUnit.NANOSECONDS);
  }
}
