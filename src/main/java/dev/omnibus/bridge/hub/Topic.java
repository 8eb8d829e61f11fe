package dev.omnibus.bridge.hub;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One event address on this node: its ring and its groups. */
final class Topic {

  private final String address;
  private final Policy policy;
  private final Ring ring;
  private final Duration tick;

  /** Many come back at once after a node went. */
  private final Map<Event, Divided> read = new HashMap<>();

  private final Map<Group.Key, Group> groups = new HashMap<>();

  /** Of the time between two words of how far it went, so much on is the next group. */
  private static final double STEP = 0.382;

  private int begun;

  private Replay nothing = new Replay(false, List.of(), new Cursor(Map.of()));

  /**
   * @param tick how long what follows closely may wait to leave together
   */
  Topic(String address, Policy policy, Ring ring, Duration tick) {
    this.tick = tick;
    this.address = address;
    this.policy = policy;
    this.ring = ring;
  }

  /** So many events may go past somebody before they are told how far it went. */
  int mostSkipped() {
    return Math.max(1, ring.maxEvents() / 4);
  }

  /** The same in bytes. */
  long mostSkippedBytes() {
    return Math.max(1, ring.maxSize() / 4);
  }

  String address() {
    return address;
  }

  Ring ring() {
    return ring;
  }

  Group group(Subscription s) {
    return groups.computeIfAbsent(
        key(s.filter(), s.caller()), key -> begun(new Group(address, key, policy, tick)));
  }

  private Group begun(Group young) {
    double early = begun++ * STEP % 1;
    young.begin((int) (mostSkipped() * early), (long) (mostSkippedBytes() * early));
    return young;
  }

  /** A group of nobody, to ask what such a caller would get. */
  Group like(EventFilter filter, Caller caller) {
    return new Group(address, key(filter, caller), policy, tick);
  }

  private Group.Key key(EventFilter filter, Caller caller) {
    return new Group.Key(filter, policy.rolesOf(caller));
  }

  /** Those that are in a group whose roles they no longer have. */
  List<Subscription> strangers() {
    return groups.values().stream().flatMap(group -> group.strangers().stream()).toList();
  }

  void forgetEmpty(Group group) {
    if (group.isEmpty()) {
      groups.remove(group.key(), group);
    }
  }

  /** What somebody gets who does not resume; the very same until something happens. */
  Replay nothing() {
    Cursor now = ring.position();
    if (nothing.cursor() != now) {
      nothing = new Replay(false, List.of(), now);
    }
    return nothing;
  }

  void forgetDecisions() {
    groups.values().forEach(Group::forget);
  }

  /** What a group gets of an event that was kept, or null. */
  Event part(Event event, Group group) {
    if (event.isDivided()) {
      return group.part(read.computeIfAbsent(event, Divided::of));
    }
    return group.admits(event) ? event : null;
  }

  /** What was read for those who came back is not kept for long. */
  void forgetRead() {
    read.clear();
  }

  /** What there is to hand out of a divided event, and to whom. */
  Map<Event, List<Group>> parts(Divided divided) {
    Map<Event, List<Group>> parts = new LinkedHashMap<>();
    for (Group group : groups.values()) {
      Event part = group.takes(divided);
      if (part != null) {
        parts.computeIfAbsent(part, missing -> new ArrayList<>()).add(group);
      }
    }
    return parts;
  }

  /** Who gets something, loop by loop, so that each loop is woken once. */
  Map<Loop, List<Audience>> route(Predicate<Group> wanted) {
    Map<Loop, List<Audience>> routes = new HashMap<>();
    for (Group group : groups.values()) {
      if (wanted.test(group)) {
        add(routes, group);
      }
    }
    return routes;
  }

  /** The same for groups that are known to get something. */
  static Map<Loop, List<Audience>> route(Collection<Group> groups) {
    Map<Loop, List<Audience>> routes = new HashMap<>();
    groups.forEach(group -> add(routes, group));
    return routes;
  }

  private static void add(Map<Loop, List<Audience>> routes, Group group) {
    group
        .audiences()
        .forEach(
            (loop, some) -> routes.computeIfAbsent(loop, missing -> new ArrayList<>()).add(some));
  }
}
