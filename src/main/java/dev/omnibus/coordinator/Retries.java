package dev.omnibus.coordinator;

import dev.omnibus.config.CoordinatorConfig;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** When a session that was lost, or did not come, is tried again: ever later, until one lasted. */
final class Retries {

  private final Vertx vertx;
  private final Duration settled;
  private final Backoff backoff;
  private long linkedAt;
  private long timer = -1;

  Retries(Vertx vertx, CoordinatorConfig config) {
    this.vertx = vertx;
    this.settled = config.settled();
    this.backoff =
        new Backoff(config.respawn(), config.respawnMax(), ThreadLocalRandom.current()::nextDouble);
  }

  /** A session began. */
  void linked() {
    linkedAt = System.nanoTime();
  }

  /** It ended by itself. */
  void ended() {
    if (System.nanoTime() - linkedAt >= settled.toNanos()) {
      backoff.reset();
    }
  }

  /** Has it tried again when it is time, and says in how many milliseconds that is. */
  long later(Runnable attempt) {
    long wait = Math.max(1, backoff.next().toMillis());
    timer = vertx.setTimer(wait, ignored -> attempt.run());
    return wait;
  }

  void cancel() {
    vertx.cancelTimer(timer);
  }
}
