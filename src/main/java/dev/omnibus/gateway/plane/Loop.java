package dev.omnibus.gateway.plane;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.function.Supplier;

/** The event loop on which something lives. */
public final class Loop {

  private final ContextInternal context;

  private Loop(ContextInternal context) {
    this.context = context;
  }

  static Loop here(Vertx vertx) {
    return new Loop(((ContextInternal) vertx.getOrCreateContext()).unwrap());
  }

  /** One of its own. */
  public static Loop fresh(Vertx vertx) {
    return new Loop(((VertxInternal) vertx).createEventLoopContext());
  }

  /** At once when this is the loop, else as soon as it has time. */
  public void run(Runnable task) {
    if (context.inThread()) {
      task.run();
    } else {
      later(task);
    }
  }

  /** The same, with what comes of it. */
  public <T> Future<T> call(Supplier<Future<T>> task) {
    Promise<T> done = Promise.promise();
    run(() -> task.get().onComplete(done));
    return done.future();
  }

  void later(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }
}
