package dev.omnibus.coordinator;

import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * A new definition of one replica that has to wait for its turn: replicas take one after the other,
 * so that the first one proves it. It waits for so long at most, for who conducts that may die.
 */
final class Succession {

  private final Vertx vertx;
  private ServerSpec next;
  private boolean waits;
  private long timer = -1;

  Succession(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * What comes from now on waits.
   *
   * @param late runs when that is over without a word
   */
  void begin(Duration limit, Runnable late) {
    vertx.cancelTimer(timer);
    waits = true;
    timer = vertx.setTimer(limit.toMillis(), id -> late.run());
  }

  /** Keeps a new definition; false when it need not wait. */
  boolean keeps(ServerSpec young) {
    next = waits ? young : null;
    return waits;
  }

  /** The one that runs is what is wanted again. */
  void forget() {
    next = null;
  }

  /** The definition that waits, or else the present one. */
  ServerSpec latest(ServerSpec present) {
    return next == null ? present : next;
  }

  /** Nothing has to wait any more; what did, or null. */
  ServerSpec end() {
    vertx.cancelTimer(timer);
    waits = false;
    ServerSpec young = next;
    next = null;
    return young;
  }
}
