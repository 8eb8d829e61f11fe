package dev.omnibus.bridge.socket;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.LongAdder;

/** What the sockets of this node did; the first two go up and down. */
public final class BridgeCounters {

  public final LongAdder sockets = new LongAdder();
  public final LongAdder subscriptions = new LongAdder();
  public final LongAdder delivered = new LongAdder();
  public final LongAdder coalesced = new LongAdder();
  public final LongAdder dropped = new LongAdder();
  public final LongAdder refused = new LongAdder();

  /** Bytes that wait for clients who lag; goes up and down. */
  public final LongAdder queued = new LongAdder();

  /** Batches that were written to all who wanted them, and how long that took from the bus on. */
  public final LongAdder batches = new LongAdder();

  public final LongAdder batchNanos = new LongAdder();

  void told(long nanos) {
    batches.increment();
    batchNanos.add(nanos);
  }

  /**
   * {@code {"sockets":2,"subscriptions":5,"delivered":99,"coalesced":0,"dropped":0,"refused":1,
   * "queued":0}}.
   */
  public JsonObject toJson() {
    return new JsonObject()
        .put("sockets", sockets.sum())
        .put("subscriptions", subscriptions.sum())
        .put("delivered", delivered.sum())
        .put("coalesced", coalesced.sum())
        .put("dropped", dropped.sum())
        .put("refused", refused.sum())
        .put("queued", queued.sum());
  }
}
