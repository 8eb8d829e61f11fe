package dev.omnibus.access;

import dev.omnibus.bus.BusException;
import io.vertx.core.Future;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Waits for a future, with a limit. */
public final class Wait {

  private static final int SECONDS = 20;

  private Wait() {}

  public static <T> T until(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** The word with which somebody was refused. */
  public static String refusal(Future<?> future) {
    try {
      return "let in: " + until(future);
    } catch (CompletionException e) {
      if (e.getCause() instanceof BusException known) {
        return known.getMessage();
      }
      throw e;
    }
  }
}
