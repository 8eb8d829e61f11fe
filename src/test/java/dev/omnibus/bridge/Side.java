package dev.omnibus.bridge;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bridge.hub.Batch;
import dev.omnibus.bridge.hub.HeaderFilter;
import dev.omnibus.bridge.hub.Hub;
import dev.omnibus.bridge.hub.Loop;
import dev.omnibus.bridge.hub.Replay;
import dev.omnibus.bridge.hub.Sink;
import dev.omnibus.bridge.hub.Subscription;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/** What a node knows, and what somebody there hears from the moment it lets anybody in. */
final class Side implements Sink {

  static final String STATUS = Addresses.EVENT_SERVER_STATUS;
  static final String REVOKED = Addresses.EVENT_ACCESS_REVOKED;
  private static final Instant BEGAN = Instant.parse("2026-11-22T09:00:00Z");

  /** A ring holds few events, so that it does not reach back far. */
  private static final JsonObject SMALL = new JsonObject().put("ringEvents", 4);

  private final Hub hub =
      new Hub(
          Runnable::run, new Policy(() -> TestNode.access("files")), BridgeConfig.fromJson(SMALL));
  private final Bus bus;
  private final Survivors survivors;
  private final Past past;
  private final Loop loop = new Loop(Runnable::run, (millis, task) -> task.run());
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> late = new CopyOnWriteArrayList<>();

  Side(Vertx vertx, String node) {
    bus = new Bus(vertx, node, Clock.systemUTC());
    survivors = new Survivors(bus, hub, this::late, BEGAN);
    past = new Past(vertx, bus, hub, survivors::departed);
  }

  /** An event that was told after all of them started. */
  static JsonObject event(String node, long seq, String text) {
    return new JsonObject()
        .put("type", "test")
        .put("at", "2026-11-22T10:00:00Z")
        .put("node", node)
        .put("seq", seq)
        .put("severity", "info")
        .put("data", new JsonObject().put("server", "files").put("text", text));
  }

  /** One that was told before any of them started. */
  static JsonObject old(String node, long seq) {
    return event(node, seq, "").put("at", "2026-11-20T10:00:00Z");
  }

  Future<?> open(List<String> live) {
    Caller ann = new Caller("ann", Set.of(), "s", Instant.MAX);
    return past.open(live)
        .compose(done -> survivors.open())
        .onSuccess(done -> hub.subscribe(this, STATUS, HeaderFilter.ANY, ann, null))
        .onSuccess(done -> hub.subscribe(this, REVOKED, HeaderFilter.ANY, ann, null));
  }

  /** As if it had come from the bus. */
  void heard(String node, long first, long last) {
    LongStream.rangeClosed(first, last).forEach(seq -> hub.heard(STATUS, event(node, seq, "")));
  }

  private void late(String address, JsonObject event) {
    late.add(event.getString("node") + " " + event.getLong("seq"));
    hub.heard(address, event);
  }

  Hub hub() {
    return hub;
  }

  Bus bus() {
    return bus;
  }

  Survivors survivors() {
    return survivors;
  }

  /** What somebody there hears. */
  List<String> lines() {
    return lines;
  }

  /** What it took from another one as if it had come by itself. */
  List<String> late() {
    return late;
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public void joined(Subscription subscription, Replay replay) {}

  @Override
  public void deliver(Subscription subscription, Batch batch) {
    batch.events().forEach(event -> lines.add(event.node() + " " + event.seq()));
  }

  @Override
  public void missed(Subscription subscription, String node, long first, long last) {
    lines.add(node + " misses " + first + ".." + last);
  }
}
