package dev.omnibus.mcp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Work that belongs to another context, with its outcome brought back to the caller's. */
final class ContextHop {
  private ContextHop() {}

  static <T> Future<T> there(Context context, Supplier<Future<T>> work) {
    Context caller = Vertx.currentContext();
    if (caller == context) {
      return work.get();
    }
    Promise<T> outcome = Promise.promise();
    context.runOnContext(
        v ->
            work.get()
                .onComplete(
                    (value, failure) -> back(caller, () -> finish(outcome, value, failure))));
    return outcome.future();
  }

  /** A caller without a context hears it where it happens. */
  private static void back(Context caller, Runnable work) {
    if (caller == null) {
      work.run();
    } else {
      caller.runOnContext(v -> work.run());
    }
  }

  private static <T> void finish(Promise<T> promise, T value, Throwable failure) {
    if (failure == null) {
      promise.complete(value);
    } else {
      promise.fail(failure);
    }
  }
}
