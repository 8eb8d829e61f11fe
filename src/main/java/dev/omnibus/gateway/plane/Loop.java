package dev.omnibus.gateway.plane;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;

/** The event loop on which something lives. */
final class Loop {

  private final ContextInternal context;

  private Loop(ContextInternal context) {
    this.context = context;
  }

  static Loop here(Vertx vertx) {
    return new Loop(((ContextInternal) vertx.getOrCreateContext()).unwrap());
  }

  /** At once when this is the loop, else as soon as it has time. */
  void run(Runnable task) {
    if (context.inThread()) {
      task.run();
    } else {
      later(task);
    }
  }

  void later(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }
}
