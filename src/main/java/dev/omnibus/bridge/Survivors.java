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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the nodes have heard of each other. One that left may have died while it told the others
 * something, and no later number of it will ever show whoever heard less that something is missing.
 * So each says how far it heard, and who heard less asks for the rest and takes it as if it had
 * come from the node itself. How far it told things itself each says all the time: nodes may not
 * reach each other for a moment, and one that comes may have been here before, on the far side of a
 * network that was parted; then those of the dead are spoken of anew, too. What nobody has any more
 * is said to be lost, and so is what was told before this node was there: it is not to happen
 * again. All on the hub's loop.
 */
final class Survivors {

  private static final Logger LOG = LoggerFactory.getLogger(Survivors.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** Of one address at once, and the one that goes beyond; what is more is asked for again. */
  private static final int MOST = 128 << 10;

  private static final int AGAIN = 5;

  private final Bus bus;
  private final Hub hub;
  private final BiConsumer<String, JsonObject> heard;
  private final Instant began;

  /** Who left, and how often that is still to be spoken of. */
  private final Map<String, Integer> gone = new TreeMap<>();

  /** Those of the gone that left while this node was there. */
  private final Set<String> departed = new TreeSet<>();

  /**
   * @param heard takes an address and an event of it
   * @param began when this node started
   */
  Survivors(Bus bus, Hub hub, BiConsumer<String, JsonObject> heard, Instant began) {
    this.bus = bus;
    this.hub = hub;
    this.heard = heard;
    this.began = began;
  }

  Future<?> open() {
    bus.hearAll(Addresses.SURVIVOR_HEARD, this::compare);
    return bus.answerNode(Addresses.SURVIVOR_LACKS, this::rest).completion();
  }

  /** Some left; whoever of the gone is live now was only out of reach. */
  void left(List<String> nodes, List<String> live) {
    gone.keySet().removeAll(live);
    nodes.forEach(node -> gone.put(node, AGAIN));
    departed.addAll(nodes);
    departed.retainAll(gone.keySet());
    nodes.forEach(this::tell);
    if (!nodes.isEmpty()) {
      tell(bus.node());
    }
  }

  /**
   * Some came; what this node told while one of them was out of reach is still to be said there,
   * and so is what was told by one that died on this side.
   */
  void came(List<String> live) {
    tell(bus.node());
    hub.recent().values().stream()
        .flatMap(cursor -> cursor.positions().keySet().stream())
        .filter(node -> !live.contains(node))
        .distinct()
        .forEach(node -> gone.put(node, AGAIN));
    gone.keySet().forEach(this::tell);
  }

  /**
   * Since some of it may still be on its way through this machine, and since the words before may
   * not have reached everybody.
   */
  void tellAgain() {
    tell(bus.node());
    gone.keySet().forEach(this::tell);
    gone.replaceAll((node, times) -> times - 1);
    gone.values().removeIf(times -> times == 0);
    departed.retainAll(gone.keySet());
  }

  /** Of whom is spoken at every address; one that comes has to know how far they were heard. */
  Set<String> departed() {
    return departed;
  }

  /** {@code {"teller":"n2@8sh2a","of":"n1@k3f9q","heard":{"event.server.status":42}}}. */
  private void tell(String node) {
    bus.tellAll(
        Addresses.SURVIVOR_HEARD,
        new JsonObject().put("teller", bus.node()).put("of", node).put("heard", known(node)));
  }

  /**
   * What is worth a word of a node, by address: all of one that just left, since who was heard
   * after it came another way and proves nothing; of one that died long ago or elsewhere, what
   * those that come are told by {@link Past}, too.
   */
  private JsonObject known(String node) {
    JsonObject known = new JsonObject();
    if (node.equals(bus.node()) || departed.contains(node)) {
      hub.heardOf(node).forEach(known::put);
    } else {
      hub.recent().forEach((address, cursor) -> put(known, address, cursor.at(node)));
    }
    return known;
  }

  private static void put(JsonObject known, String address, long seq) {
    if (seq > 0) {
      known.put(address, seq);
    }
  }

  private void compare(JsonObject told) {
    if (!told.getString("teller").equals(bus.node()) && lacks(told)) {
      ask(told);
    }
  }

  /**
   * What was told before this node came it knows from {@link Past}, so that it lacks none of it.
   * The teller may be of another build, with addresses that are none here.
   */
  private boolean lacks(JsonObject told) {
    Map<String, Long> own = hub.heardOf(told.getString("of"));
    return told.getJsonObject("heard").stream()
        .filter(theirs -> hub.shares(theirs.getKey()))
        .anyMatch(theirs -> number(theirs) > own.getOrDefault(theirs.getKey(), 0L));
  }

  private void ask(JsonObject told) {
    String node = told.getString("of");
    JsonObject own = new JsonObject();
    hub.heardOf(node).forEach(own::put);
    JsonObject body = new JsonObject().put("of", node).put("heard", own);
    bus.askNode(told.getString("teller"), Addresses.SURVIVOR_LACKS, body, null, DEADLINE)
        .onSuccess(answer -> take(told, answer))
        .onFailure(
            cause ->
                LOG.warn("what is missing of node={} was not told: {}", node, cause.toString()));
  }

  private void take(JsonObject told, JsonObject answer) {
    String node = told.getString("of");
    JsonArray events = answer.getJsonArray("events");
    JsonObject lost = answer.getJsonObject("lost", new JsonObject()).copy();
    List<JsonObject> young = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      JsonObject one = events.getJsonObject(i);
      String address = one.getString("address");
      JsonObject event = one.getJsonObject("event");
      if (hub.shares(address) && isOld(address, event)) {
        lost.put(address, event.getLong("seq"));
      } else if (hub.shares(address)) {
        young.add(one);
      }
    }
    LOG.info("missing node={} events={} lost={}", node, young.size(), lost);
    lost.forEach(one -> hub.lost(one.getKey(), node, number(one)));
    young.forEach(one -> heard.accept(one.getString("address"), one.getJsonObject("event")));
    if (!events.isEmpty() && lacks(told)) {
      ask(told);
    }
  }

  /**
   * Whether it was before this node, which {@link Past} could not be told of. Not so the end of one
   * session, which holds for good; when all of a user's end, each node finds it out by itself.
   */
  private boolean isOld(String address, JsonObject event) {
    Instant at = event.getInstant("at");
    return at != null
        && at.isBefore(began)
        && hub.holdsNothing(address, event.getString("node"))
        && !endsSession(address, event);
  }

  private static boolean endsSession(String address, JsonObject event) {
    return address.equals(Addresses.EVENT_ACCESS_REVOKED)
        && event.getJsonObject("data", new JsonObject()).getString("session") != null;
  }

  /**
   * {@code {"of","heard"}} to {@code {"lost":{"event.server.log":17},"events":[{"address",
   * "event"}]}}: up to where an address can't be told any more, and the rest of each in order. What
   * is not here another survivor may have; only when it was long spoken of, it is lost.
   */
  private Future<JsonObject> rest(Request request) {
    String node = request.body().getString("of");
    JsonObject theirs = request.body().getJsonObject("heard");
    JsonObject lost = new JsonObject();
    JsonArray events = new JsonArray();
    boolean othersMayHave = gone.getOrDefault(node, 0) > 1;
    known(node)
        .forEach(
            one -> {
              String address = one.getKey();
              long heard = theirs.getLong(address, 0L);
              long from = Math.max(heard, hub.floorOf(address, node));
              if (from == heard || !othersMayHave) {
                put(lost, address, from > heard ? from : 0);
                add(events, address, hub.after(address, node, from));
              }
            });
    return Future.succeededFuture(new JsonObject().put("lost", lost).put("events", events));
  }

  private static long number(Map.Entry<String, Object> own) {
    return ((Number) own.getValue()).longValue();
  }

  private static void add(JsonArray events, String address, List<Event> some) {
    int size = 0;
    for (Event event : some) {
      if (size > MOST) {
        return;
      }
      size += event.size();
      events.add(new JsonObject().put("address", address).put("event", event.envelope()));
    }
  }
}
