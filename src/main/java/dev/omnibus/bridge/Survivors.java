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
import java.util.List;
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

  /** Of one address at once; what is more is asked for again. */
  private static final int MOST = 128 << 10;

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
    if (!told.getString("teller").equals(bus.node()) && lacks(told)) {
      ask(told);
    }
  }

  /**
   * Of an address at which nothing of it was ever heard here, nothing is missing: it told there
   * before this node came, and what is long past must not happen again.
   */
  private boolean lacks(JsonObject told) {
    JsonObject theirs = told.getJsonObject("heard");
    return hub.heardOf(told.getString("left")).entrySet().stream()
        .anyMatch(own -> theirs.getLong(own.getKey(), 0L) > own.getValue());
  }

  private void ask(JsonObject told) {
    String left = told.getString("left");
    JsonObject body = new JsonObject().put("left", left).put("heard", of(left));
    bus.askNode(told.getString("teller"), Addresses.SURVIVOR_LACKS, body, null, DEADLINE)
        .onSuccess(answer -> take(told, answer.getJsonArray("events")))
        .onFailure(
            cause ->
                LOG.warn("what is missing of node={} was not told: {}", left, cause.toString()));
  }

  private void take(JsonObject told, JsonArray events) {
    LOG.info("missing node={} events={}", told.getString("left"), events.size());
    for (int i = 0; i < events.size(); i++) {
      JsonObject one = events.getJsonObject(i);
      heard.accept(one.getString("address"), one.getJsonObject("event"));
    }
    if (!events.isEmpty() && lacks(told)) {
      ask(told);
    }
  }

  /**
   * {@code {"left","heard"}} to {@code {"events":[{"address","event"}]}}, each address in order.
   */
  private Future<JsonObject> rest(Request request) {
    String left = request.body().getString("left");
    JsonArray events = new JsonArray();
    request
        .body()
        .getJsonObject("heard")
        .forEach(own -> add(events, own.getKey(), hub.after(own.getKey(), left, number(own))));
    return Future.succeededFuture(new JsonObject().put("events", events));
  }

  private static long number(Map.Entry<String, Object> own) {
    return ((Number) own.getValue()).longValue();
  }

  private static void add(JsonArray events, String address, List<Event> some) {
    int size = 0;
    for (Event event : some) {
      size += event.size();
      if (size > MOST) {
        return;
      }
      events.add(new JsonObject().put("address", address).put("event", event.envelope()));
    }
  }
}
