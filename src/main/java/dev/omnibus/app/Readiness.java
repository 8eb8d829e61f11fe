package dev.omnibus.app;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

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
  private final Map<String, Supplier<JsonObject>> details = new ConcurrentHashMap<>();

  boolean isReady() {
    return phase.get() == Phase.READY;
  }

  void ready() {
    phase.compareAndSet(Phase.STARTING, Phase.READY);
  }

  void draining() {
    phase.set(Phase.DRAINING);
  }

  /** Something that is told beside it, and keeps no traffic away. */
  void tell(String name, Supplier<JsonObject> detail) {
    details.put(name, detail);
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject().put("status", phase.get().name().toLowerCase(Locale.ROOT));
    details.forEach((name, detail) -> json.put(name, detail.get()));
    return json;
  }
}
