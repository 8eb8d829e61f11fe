package dev.omnibus.gateway.seen;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells calls on the bus, so many a second and no more: what one sees of a busy gateway is a
 * sample, and says of how many. A call whose start was told has its end told; a failed one is told
 * as long as there is a second such share. Never arguments, never results.
 *
 * <p>{@code {"call":7,"server":"files","method":"tools/call","tool":"read","caller":"key:bot",
 * "trace":"4bf9..","outcome":"ok","ms":3.2,"sent":180,"received":950,"of":12}}
 */
final class CallEvents {

  private final Bus bus;
  private final int perSecond;
  private final AtomicLong second = new AtomicLong();
  private final AtomicInteger told = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger untold = new AtomicInteger();

  CallEvents(Bus bus, int perSecond) {
    this.bus = bus;
    this.perSecond = perSecond;
  }

  void started(Sight sight) {
    if (may(told)) {
      sight.told(true);
      publish(Addresses.EVENT_CALL_STARTED, "mcp_call_started", Severity.INFO, data(sight));
    } else {
      untold.incrementAndGet();
    }
  }

  void progressed(Sight sight) {
    if (sight.told() && may(told)) {
      publish(Addresses.EVENT_CALL_PROGRESS, "mcp_call_progress", Severity.INFO, data(sight));
    }
  }

  void finished(Sight sight, Outcome outcome, long nanos) {
    boolean failed = outcome.isFailure();
    if (!sight.told() && !(failed && may(failures))) {
      return;
    }
    JsonObject data =
        data(sight)
            .put("outcome", outcome.word())
            .put("ms", nanos / 1000 / 1000.0)
            .put("sent", sight.sent())
            .put("received", sight.received())
            .put("of", 1 + untold.getAndSet(0));
    Severity severity =
        outcome.isFault() ? Severity.ERROR : failed ? Severity.WARNING : Severity.INFO;
    publish(Addresses.EVENT_CALL_FINISHED, "mcp_call_finished", severity, data);
  }

  private boolean may(AtomicInteger share) {
    long now = System.nanoTime() / 1_000_000_000;
    long before = second.get();
    if (now != before && second.compareAndSet(before, now)) {
      told.set(0);
      failures.set(0);
    }
    return share.get() < perSecond && share.incrementAndGet() <= perSecond;
  }

  private static JsonObject data(Sight sight) {
    JsonObject data =
        new JsonObject()
            .put("call", sight.id())
            .put("server", sight.server())
            .put("method", sight.method())
            .put("caller", sight.user())
            .put("trace", sight.trace().own().trace());
    return sight.tool() == null ? data : data.put("tool", sight.tool());
  }

  private void publish(String address, String type, Severity severity, JsonObject data) {
    bus.publish(address, type, severity.word(), data);
  }
}
