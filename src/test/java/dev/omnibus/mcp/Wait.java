package dev.omnibus.mcp;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Lets a test thread wait for a future, with a limit. */
public final class Wait {
  private static final long LIMIT_SECONDS = 70;

  private Wait() {}

  public static <T> T on(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new CompletionException(failed.getCause());
    } catch (InterruptedException | TimeoutException late) {
      throw new IllegalStateException("nothing within " + LIMIT_SECONDS + " s", late);
    }
  }

  public static McpException failure(Future<?> future) {
    try {
      Object value = on(future);
      throw new AssertionError("expected a failure, got " + value);
    } catch (McpException expected) {
      return expected;
    }
  }

  /** The failure, if it is one. */
  public static Optional<McpException> outcome(Future<?> future) {
    try {
      on(future);
      return Optional.empty();
    } catch (McpException failed) {
      return Optional.of(failed);
    }
  }

  /** For what only the kernel knows and nobody announces. */
  public static void until(BooleanSupplier fact) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!fact.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("still not so after " + LIMIT_SECONDS + " s");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
