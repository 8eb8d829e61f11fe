package dev.omnibus.app.terminal;

import dev.omnibus.client.Close;
import dev.omnibus.client.Watcher;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a node that answers; the first refusal, or nobody in time, is the end. */
final class Watched implements Watcher {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private volatile Close last = new Close(0, "no answer in time");

  @Override
  public void ready(URI node, boolean complete) {
    ready.complete(null);
  }

  @Override
  public void lost(Close why, Duration again) {
    last = why;
  }

  @Override
  public void ended(Close why) {
    last = why;
    ready.completeExceptionally(failed());
  }

  private NotAnswered failed() {
    return new NotAnswered(Printable.of("not connected: " + Aside.words(last)));
  }

  /** Fails with a {@link NotAnswered}. */
  void awaitReady() throws InterruptedException {
    try {
      ready.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw failed();
    }
  }
}
