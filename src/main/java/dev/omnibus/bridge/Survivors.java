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
 * come from the node itself. Each says how far it told things itself, too: what the dead one kept
 * for the cluster has to be copied first, and meanwhile nodes may not reach each other, and one
 * that comes may have been here before, on the far side of a network that was parted. All on the
 * hub's loop.
 */
final class Survivors {

  private static final Logger LOG = LoggerFactory.getLogger(Survivors.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** Of one address at once; what is more is asked for again. */
  private static final int MOST = 128 << 10;

  private static final int AGAIN = 5;

  private final Bus bus;
  private final Hub hub;
  private final BiConsumer<String, JsonObject> heard;

  /** Who left, and how often that is still to be spoken of. */
  private final Map<String, Integer> gone = new TreeMap<>();

  /** How often it is still to be said how far this node told things itself. */
  private int own;

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

  /** Some left; whoever of the gone is live now was only out of reach. */
  void left(List<String> nodes, List<String> live) {
    gone.keySet().removeAll(live);
    nodes.forEach(node -> gone.put(node, AGAIN));
    nodes.forEach(this::tell);
    if (!nodes.isEmpty()) {
      own = AGAIN;
    }
  }

  /**
   * Some came; what this node told while one of them was out of reach is still to be said there.
   */
  void came() {
    own = AGAIN;
    tell(bus.node());
  }

  /**
   * Since some of it may still be on its way through this machine, and since the words before may
   * not have reached everybody.
   */
  void tellAgain() {
    if (own > 0) {
      own--;
      tell(bus.node());
    }
    gone.keySet().forEach(this::tell);
    gone.replaceAll((node, times) -> times - 1);
    gone.values().removeIf(times -> times == 0);
  }

  /** {@code {"teller":"n2@8sh2a","of":"n1@k3f9q","heard":{"event.server.status":42}}}. */
  private void tell(String node) {
    bus.tellAll(
        Addresses.SURVIVOR_HEARD,
        new JsonObject().put("teller", bus.node()).put("of", node).put("heard", heardOf(node)));
  }

  private JsonObject heardOf(String node) {
    return new JsonObject(new TreeMap<String, Object>(hub.heardOf(node)));
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
    return hub.heardOf(told.getString("of")).entrySet().stream()
        .anyMatch(own -> theirs.getLong(own.getKey(), 0L) > own.getValue());
  }

  private void ask(JsonObject told) {
    String node = told.getString("of");
    JsonObject body = new JsonObject().put("of", node).put("heard", heardOf(node));
    bus.askNode(told.getString("teller"), Addresses.SURVIVOR_LACKS, body, null, DEADLINE)
        .onSuccess(answer -> take(told, answer.getJsonArray("events")))
        .onFailure(
            cause ->
                LOG.warn("what is missing of node={} was not told: {}", node, cause.toString()));
  }

  private void take(JsonObject told, JsonArray events) {
    LOG.info("missing node={} events={}", told.getString("of"), events.size());
    for (int i = 0; i < events.size(); i++) {
      JsonObject one = events.getJsonObject(i);
      heard.accept(one.getString("address"), one.getJsonObject("event"));
    }
    if (!events.isEmpty() && lacks(told)) {
      ask(told);
    }
  }

  /** {@code {"of","heard"}} to {@code {"events":[{"address","event"}]}}, each address in order. */
  private Future<JsonObject> rest(Request request) {
    String node = request.body().getString("of");
    JsonArray events = new JsonArray();
    request
        .body()
        .getJsonObject("heard")
        .forEach(own -> add(events, own.getKey(), hub.after(own.getKey(), node, number(own))));
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
