package dev.omnibus.bridge;

import dev.omnibus.bridge.hub.Event;
import dev.omnibus.bridge.hub.Hub;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the nodes that stay have heard of one that left. It may have died while it told them
 * something, and no later number of it will ever show whoever heard less that something is missing.
 * So each says how far it heard, and who heard less asks for the rest and takes it as if it had
 * come from the node itself. All on the hub's loop.
 */
final class Survivors {

  private static final Logger LOG = LoggerFactory.getLogger(Survivors.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** More is asked for again when the next node says how far it heard. */
  private static final int MOST = 1 << 20;

  private final Bus bus;
  private final Hub hub;
  private final BiConsumer<String, JsonObject> heard;

  /**
   * @param heard takes an address and an event of it
   */
  Survivors(Bus bus, Hub hub, BiConsumer<String, JsonObject> heard) {
    this.bus = bus;
    this.hub = hub;
    this.heard = heard;
  }

  Future<?> open() {
    bus.hearAll(Addresses.SURVIVOR_HEARD, this::compare);
    return bus.answerNode(Addresses.SURVIVOR_LACKS, this::rest).completion();
  }

  /** {@code {"teller":"n2@8sh2a","left":"n1@k3f9q","heard":{"event.server.status":42}}}. */
  void tell(String left) {
    bus.tellAll(
        Addresses.SURVIVOR_HEARD,
        new JsonObject().put("teller", bus.node()).put("left", left).put("heard", of(left)));
  }

  private JsonObject of(String left) {
    return new JsonObject(new TreeMap<String, Object>(hub.heardOf(left)));
  }

  private void compare(JsonObject told) {
    String teller = told.getString("teller");
    String left = told.getString("left");
    Map<String, Long> own = hub.heardOf(left);
    JsonObject theirs = told.getJsonObject("heard");
    boolean less =
        theirs.fieldNames().stream()
            .anyMatch(address -> theirs.getLong(address) > own.getOrDefault(address, 0L));
    if (less && !teller.equals(bus.node())) {
      ask(teller, left);
    }
  }

  private void ask(String teller, String left) {
    JsonObject body = new JsonObject().put("left", left).put("heard", of(left));
    bus.askNode(teller, Addresses.SURVIVOR_LACKS, body, null, DEADLINE)
        .onSuccess(answer -> take(left, answer.getJsonArray("events")))
        .onFailure(
            cause ->
                LOG.warn("what is missing of node={} was not told: {}", left, cause.toString()));
  }

  private void take(String left, JsonArray events) {
    LOG.info("heard from others what was missing node={} events={}", left, events.size());
    for (int i = 0; i < events.size(); i++) {
      JsonObject one = events.getJsonObject(i);
      heard.accept(one.getString("address"), one.getJsonObject("event"));
    }
  }

  /**
   * {@code {"left","heard"}} to {@code {"events":[{"address","event"}]}}, each address in order.
   */
  private Future<JsonObject> rest(Request request) {
    String left = request.body().getString("left");
    JsonObject known = request.body().getJsonObject("heard");
    JsonArray events = new JsonArray();
    int size = 0;
    for (String address : hub.heardOf(left).keySet()) {
      for (Event event : hub.after(address, left, known.getLong(address, 0L))) {
        size += event.size();
        if (size <= MOST) {
          events.add(new JsonObject().put("address", address).put("event", event.envelope()));
        }
      }
    }
    return Future.succeededFuture(new JsonObject().put("events", events));
  }
}
