package dev.omnibus.bridge.hub;

import dev.omnibus.access.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One event address on this node: its ring and its groups. */
final class Topic {

  private final String address;
  private final Policy policy;
  private final Ring ring;
  private final Map<Group.Key, Group> groups = new HashMap<>();

  Topic(String address, Policy policy, Ring ring) {
    this.address = address;
    this.policy = policy;
    this.ring = ring;
  }

  Ring ring() {
    return ring;
  }

  Group group(Subscription s) {
    return groups.computeIfAbsent(
        new Group.Key(s.filter(), s.caller().user()),
        key -> new Group(address, s.filter(), s.caller(), policy));
  }

  void forgetEmpty() {
    groups.values().removeIf(Group::isEmpty);
  }

  void forgetDecisions() {
    groups.values().forEach(Group::forget);
  }

  /** Who gets something, loop by loop, so that each loop is woken once. */
  Map<Loop, List<Group.Members>> route(Predicate<Group> wanted) {
    Map<Loop, List<Group.Members>> routes = new HashMap<>();
    groups.values().stream()
        .filter(wanted)
        .forEach(
            group ->
                group
                    .members()
                    .forEach(
                        (loop, members) ->
                            routes
                                .computeIfAbsent(loop, missing -> new ArrayList<>())
                                .add(members)));
    return routes;
  }
}
