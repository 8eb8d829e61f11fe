package dev.omnibus.coordinator.vitals;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.model.Replica;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells what servers take when it changed, and now and then all the same. For one context.
 *
 * <p>{@code event.server.vitals {"server":"files","replica":2,"pid":4711,"processes":2,
 * "cpuPercent":3.5,"rssBytes":52428800,"openFiles":14,"threads":9}}
 */
final class VitalEvents {

  /** Pages that came later hear of those of which nothing changes too. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private record Told(Vital vital, long nanos) {}

  private final Bus bus;
  private final Map<String, Told> told = new HashMap<>();

  VitalEvents(Bus bus) {
    this.bus = bus;
  }

  /** Forgets those of all others. */
  void retain(Collection<String> names) {
    told.keySet().retainAll(names);
  }

  void looked(String name, Vital vital) {
    Told last = told.get(name);
    long now = System.nanoTime();
    boolean due = last == null || now - last.nanos() >= AGAIN.toNanos();
    if (due || vital.differs(last.vital())) {
      told.put(name, new Told(vital, now));
      tell(name, vital);
    }
  }

  private void tell(String name, Vital vital) {
    JsonObject data = new JsonObject().put("server", Replica.server(name));
    if (Replica.isReplica(name)) {
      data.put("replica", Replica.number(name));
    }
    bus.publish(
        Addresses.EVENT_SERVER_VITALS,
        "server_vitals",
        Severity.INFO.word(),
        data.mergeIn(vital.toJson()));
  }
}
