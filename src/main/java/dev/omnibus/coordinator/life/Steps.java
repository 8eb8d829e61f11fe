package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.model.Replica;
import dev.omnibus.model.Severity;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells all what is done to one server, step by step.
 *
 * <p>{@code {"server":"files","replica":2,"operation":"9f3a","do":"restart","step":"verify",
 * "phase":"done","actor":"ann","reason":"new certificate","durationMs":120,"detail":"14 tools"}};
 * the whole has the step {@code operation}.
 */
final class Steps {

  static final String WHOLE = "operation";

  private final Bus bus;
  private final Order order;
  private final String server;
  private final String actor;

  Steps(Bus bus, Order order, String server, String actor) {
    this.bus = bus;
    this.order = order;
    this.server = server;
    this.actor = actor;
  }

  /** What was under way on a node that left is told to have failed, by another one. */
  static void orphaned(Bus bus, Busy.Entry entry, String why) {
    JsonObject data =
        new JsonObject()
            .put("server", entry.server())
            .put("operation", entry.operation())
            .put("do", entry.act())
            .put("step", WHOLE)
            .put("phase", "failed")
            .put("actor", entry.actor());
    put(data, "reason", entry.reason());
    data.put("detail", why);
    bus.publish(Addresses.EVENT_SERVER_LIFECYCLE, "server_lifecycle", Severity.ERROR.word(), data);
  }

  String server() {
    return server;
  }

  String actor() {
    return actor;
  }

  /** The whole is asked for, or taken on. */
  void whole(String phase, String detail) {
    tell(server, WHOLE, phase, null, detail);
  }

  /** The whole came to its end. */
  void whole(Result result) {
    String phase = result.ok() ? "done" : "failed";
    tell(server, WHOLE, phase, result.durationMs(), result.detail());
  }

  /** Says when a step begins, and how it ends. */
  <T> Future<T> step(
      String step, String unit, Supplier<Future<T>> what, Function<T, String> detail) {
    long began = System.nanoTime();
    tell(unit, step, "accepted", null, null);
    return Future.succeededFuture()
        .compose(now -> what.get())
        .onSuccess(done -> tell(unit, step, "done", since(began), detail.apply(done)))
        .onFailure(why -> tell(unit, step, "failed", since(began), why.getMessage()));
  }

  static long since(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }

  private void tell(String unit, String step, String phase, Long durationMs, String detail) {
    JsonObject data = new JsonObject().put("server", server);
    put(data, "replica", Replica.isReplica(unit) ? Replica.number(unit) : null);
    data.put("operation", order.id())
        .put("do", order.act().word())
        .put("step", step)
        .put("phase", phase)
        .put("actor", actor);
    put(data, "reason", order.reason());
    put(data, "durationMs", durationMs);
    put(data, "detail", detail);
    Severity loud = phase.equals("failed") ? Severity.ERROR : Severity.INFO;
    bus.publish(Addresses.EVENT_SERVER_LIFECYCLE, "server_lifecycle", loud.word(), data);
  }

  private static void put(JsonObject json, String key, Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
