package dev.omnibus.bridge.hub;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every event of the cluster once per node, and from here to the sockets: a ring per address for
 * those who resume, groups of equal subscriptions, one hand-over per event loop. All state is
 * touched on one loop, so that what a subscriber missed and what comes next never overlap. It knows
 * no bus and no socket.
 */
public final class Hub {

  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

  private static final int DIVIDED_EVENTS = 256;
  private static final long DIVIDED_BYTES = 1 << 20;

  private final Executor home;
  private final Map<String, Topic> topics;

  /** Those of which one node can lack what another one told. */
  private final Map<String, Topic> shared;

  private final long maxReplay;
  private final Handover handover;

  /** Whether it is known how far the nodes had told things before anybody was let in here. */
  private boolean begun;

  /**
   * @param home the one loop; tasks run in the order in which they are handed over
   */
  public Hub(Executor home, Policy policy, BridgeConfig config) {
    this.home = home;
    this.handover = new Handover(home);
    this.maxReplay = config.queueBytes() / 2;
    this.topics =
        Addresses.EVENTS.stream()
            .collect(
                Collectors.toMap(
                    address -> address,
                    address ->
                        new Topic(address, policy, ring(address, config), config.tickOf(address)),
                    (a, b) -> a,
                    TreeMap::new));
    this.shared = new TreeMap<>(topics);
    Addresses.OWN.forEach(shared::remove);
  }

  /**
   * Who was away for long asks history, or the snapshot, for what is cut for each: to cut it anew
   * for each of those who come back costs more.
   */
  private static Ring ring(String address, BridgeConfig config) {
    return Addresses.DIVIDED.contains(address)
        ? new Ring(
            Math.min(DIVIDED_EVENTS, config.ringEvents()),
            Math.min(DIVIDED_BYTES, config.ringBytes()))
        : new Ring(config.ringEvents(), config.ringBytes());
  }

  /** Whether there is such an event address. */
  public boolean knows(String address) {
    return topics.containsKey(address);
  }

  /** Whether what is told at such an address comes to all nodes, so that one can lack it. */
  public boolean shares(String address) {
    return shared.containsKey(address);
  }

  /** Takes an event of the bus; to be called on the home loop. */
  public void heard(String address, JsonObject envelope) {
    Topic topic = topics.get(address);
    Event event;
    try {
      event = Event.of(address, envelope);
    } catch (IllegalArgumentException e) {
      LOG.warn("dropped an event that has no envelope address={} reason={}", address, e.toString());
      return;
    }
    long last = topic.ring().last(event.node());
    switch (topic.ring().add(event)) {
      case NEXT -> {}
      case STALE -> {
        return;
      }
      case GAP -> gap(topic, event.node(), last + 1, event.seq() - 1);
    }
    if (event.isDivided()) {
      topic.forgetRead();
      topic.parts(Divided.of(event, envelope)).forEach(this::hand);
    } else {
      hand(topic.route(group -> group.takes(event)), audience -> audience.heard(event));
    }
    moveOn(topic);
  }

  /**
   * Who hears little of a busy address is told how far it went, long before the ring forgets the
   * last event they got: else they could not resume, though they missed nothing.
   */
  private void moveOn(Topic topic) {
    Map<Loop, List<Audience>> behind =
        topic.route(group -> group.fellBehind(topic.mostSkipped(), topic.mostSkippedBytes()));
    if (!behind.isEmpty()) {
      Cursor cursor = topic.ring().position();
      hand(behind, audience -> audience.each(s -> s.passed(cursor)));
    }
  }

  /**
   * Opens a subscription; to be called on the sink's loop. The sink is told by {@link Sink#joined},
   * then gets what it missed, then what happens.
   *
   * @param since how far it has heard, or null if it does not resume
   */
  public Subscription subscribe(
      Sink sink, String address, EventFilter filter, Caller caller, Cursor since) {
    Subscription subscription = new Subscription(sink, address, filter, caller);
    home.execute(() -> join(subscription, since));
    return subscription;
  }

  /** Ends a subscription; to be called on the sink's loop. Nothing is delivered afterwards. */
  public void unsubscribe(Subscription subscription) {
    subscription.close();
    home.execute(() -> leave(subscription));
  }

  /** The access rules changed: all decisions are taken anew. */
  public void accessChanged() {
    home.execute(() -> topics.values().forEach(this::decideAnew));
  }

  private void decideAnew(Topic topic) {
    topic.forgetDecisions();
    topic.strangers().forEach(this::regroup);
  }

  private void regroup(Subscription s) {
    leave(s);
    Group group = topics.get(s.address()).group(s);
    s.group(group);
    Audience young = group.join(s);
    handover.soon(s.sink().loop(), () -> settle(s, young));
  }

  private static void settle(Subscription s, Audience young) {
    if (s.isOpen()) {
      young.add(s);
    }
  }

  /** The last number heard of a node, by address; to be called on the home loop. */
  public Map<String, Long> heardOf(String node) {
    Map<String, Long> heard = new TreeMap<>();
    shared.forEach((address, topic) -> heard.put(address, topic.ring().last(node)));
    heard.values().removeIf(last -> last == 0);
    return heard;
  }

  /** How far the nodes were heard that were heard last, by address; on the home loop. */
  public Map<String, Cursor> recent() {
    Map<String, Cursor> recent = new TreeMap<>();
    shared.forEach((address, topic) -> recent.put(address, topic.ring().recent()));
    recent.values().removeIf(cursor -> cursor.positions().isEmpty());
    return recent;
  }

  /** The number of a node from which on all is here that came later; on the home loop. */
  public long floorOf(String address, String node) {
    return topics.get(address).ring().floor(node);
  }

  /** Whether no event of a node is here, of one never heard of neither; on the home loop. */
  public boolean holdsNothing(String address, String node) {
    Ring ring = topics.get(address).ring();
    return ring.floor(node) == ring.last(node);
  }

  /** What was told before this node let anybody in; it is promised to nobody here. */
  public void past(String address, Cursor told) {
    Topic topic = topics.get(address);
    if (topic != null) {
      told.positions().forEach(topic.ring()::skip);
    }
  }

  /** All of the past is known: what is missing from now on is said, the first of a node too. */
  public void begin() {
    begun = true;
  }

  /** What a node told up to there can't be had any more; to be called on the home loop. */
  public void lost(String address, String node, long seq) {
    Topic topic = topics.get(address);
    if (topic != null && topic.ring().last(node) < seq) {
      long last = topic.ring().last(node);
      topic.ring().skip(node, seq);
      gap(topic, node, last + 1, seq);
    }
  }

  /** What is still here of a node after a number; to be called on the home loop. */
  public List<Event> after(String address, String node, long seq) {
    Topic topic = topics.get(address);
    return topic == null ? List.of() : topic.ring().after(node, seq);
  }

  /** What a caller missed; to be called on the home loop. */
  public Replay replay(String address, EventFilter filter, Caller caller, Cursor since) {
    Topic topic = topics.get(address);
    return visible(topic, topic.like(filter, caller), since);
  }

  private void join(Subscription s, Cursor since) {
    Topic topic = topics.get(s.address());
    Group group = topic.group(s);
    Replay replay = visible(topic, group, since);
    s.group(group);
    Audience audience = group.join(s);
    handover.soon(s.sink().loop(), () -> begin(s, replay, audience));
  }

  private static void begin(Subscription s, Replay replay, Audience audience) {
    if (!s.isOpen()) {
      return;
    }
    s.sink().joined(s, replay);
    if (!replay.events().isEmpty()) {
      Batch missed = Batch.forOne(replay.events());
      s.deliver(missed);
      missed.release();
    }
    audience.add(s);
  }

  private void leave(Subscription s) {
    if (s.group() == null) {
      return;
    }
    Group left = s.group();
    Audience audience = left.leave(s);
    s.group(null);
    topics.get(s.address()).forgetEmpty(left);
    handover.soon(s.sink().loop(), () -> audience.remove(s));
  }

  /**
   * A replay comes in one burst: one that fills half the queue of a socket would have it closed as
   * slow, again each time it comes back. The snapshot is smaller.
   */
  private Replay visible(Topic topic, Group group, Cursor since) {
    if (since == null) {
      return topic.nothing();
    }
    Replay all = topic.ring().since(since);
    List<Event> seen =
        all.events().stream()
            .map(event -> topic.part(event, group))
            .filter(Objects::nonNull)
            .toList();
    return seen.stream().mapToLong(Event::size).sum() > maxReplay
        ? new Replay(false, List.of(), all.cursor())
        : new Replay(all.recovered(), seen, all.cursor());
  }

  private void gap(Topic topic, String node, long first, long last) {
    if (first == 1 && !begun) {
      return; // the node was there before this one: nothing of it was promised to anybody here
    }
    LOG.warn("gap address={} node={} seq={}..{}", topic.address(), node, first, last);
    hand(topic.route(Group::hears), audience -> audience.each(s -> s.missed(node, first, last)));
  }

  private void hand(Event part, List<Group> groups) {
    hand(Topic.route(groups), audience -> audience.heard(part));
  }

  private void hand(Map<Loop, List<Audience>> routes, Consumer<Audience> action) {
    routes.forEach((loop, audiences) -> handover.now(loop, () -> audiences.forEach(action)));
  }
}
