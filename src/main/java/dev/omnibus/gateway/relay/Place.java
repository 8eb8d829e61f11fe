package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.balance.Bulkhead;
import io.vertx.core.Vertx;

/** The place in a server's bulkhead that one passage has or waits for. It lives on one loop. */
final class Place {

  private final Bulkhead bulkhead;
  private Bulkhead.Waiter waiter;
  private boolean inside;
  private boolean left;

  Place(Bulkhead bulkhead) {
    this.bulkhead = bulkhead;
  }

  /**
   * @param in run when there is one, perhaps at once
   * @param crowded run instead when there is none in time
   */
  void take(Vertx vertx, Runnable in, Runnable crowded) {
    if (bulkhead.enter()) {
      inside = true;
      in.run();
      return;
    }
    waiter = bulkhead.await(vertx, () -> letIn(in), () -> full(crowded));
    if (waiter == null) {
      crowded.run();
    }
  }

  private void letIn(Runnable in) {
    if (left) {
      bulkhead.leave();
    } else {
      waiter = null;
      inside = true;
      in.run();
    }
  }

  private void full(Runnable crowded) {
    waiter = null;
    crowded.run();
  }

  boolean isWaitedFor() {
    return waiter != null;
  }

  /** Whether it was had, was waited for, or was never taken. */
  void leave() {
    left = true;
    if (inside) {
      inside = false;
      bulkhead.leave();
    } else if (waiter != null) {
      waiter.giveUp();
    }
  }
}
