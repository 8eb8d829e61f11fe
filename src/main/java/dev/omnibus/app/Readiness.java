package dev.omnibus.app;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether this node wants traffic: not before it has started, and not from the moment it drains.
 */
final class Readiness {

  /** The life of a node, in order. */
  enum Phase {
    STARTING,
    READY,
    DRAINING
  }

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

  boolean isReady() {
    return phase.get() == Phase.READY;
  }

  void ready() {
    phase.compareAndSet(Phase.STARTING, Phase.READY);
  }

  void draining() {
    phase.set(Phase.DRAINING);
  }

  JsonObject toJson() {
    return new JsonObject().put("status", phase.get().name().toLowerCase(Locale.ROOT));
  }
}
