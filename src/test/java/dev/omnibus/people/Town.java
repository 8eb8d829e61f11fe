package dev.omnibus.people;

import dev.omnibus.presence.Attendance;
import dev.omnibus.presence.Place;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Some nodes whose clock, words and network a test has in its hand. */
final class Town {

  static final Duration GRACE = Duration.ofSeconds(10);
  static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  /** One node: its doors, its roll, and what its sockets heard. */
  static final class Node {
    private final String name;
    private final Attendance doors = new Attendance();
    private final Roll roll;
    private final List<JsonObject> diffs = new ArrayList<>();

    private Node(String name) {
      this.name = name;
      this.roll = new Roll(name, GRACE, doors);
    }

    Attendance doors() {
      return doors;
    }

    Roll roll() {
      return roll;
    }

    List<JsonObject> diffs() {
      return diffs;
    }

    /** {@code joined ann}, {@code left ann}: what was told of comings and goings, in order. */
    List<String> comings() {
      return changes().stream()
          .filter(change -> !change.getString("change").equals("changed"))
          .map(change -> change.getString("change") + " " + change.getString("user"))
          .toList();
    }

    List<JsonObject> changes() {
      return diffs.stream()
          .flatMap(diff -> diff.getJsonArray("changes").stream())
          .map(JsonObject.class::cast)
          .toList();
    }

    /** Somebody as the snapshot has them; null when they are not here. */
    JsonObject member(String user) {
      return roll.snapshot(500, null).getJsonArray("members").stream()
          .map(JsonObject.class::cast)
          .filter(member -> member.getString("user").equals(user))
          .findFirst()
          .orElse(null);
    }

    int connections(String user) {
      return member(user).getInteger("connections");
    }

    Node come(String socket, String user) {
      doors.came(socket, user, Place.UNKNOWN);
      return this;
    }

    Node go(String socket) {
      doors.left(socket);
      return this;
    }
  }

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<String> dead = new HashSet<>();
  private final Map<String, Integer> side = new LinkedHashMap<>();
  private long nanos;
  private boolean deaf;

  Node node(String name) {
    Node young = new Node(name);
    nodes.put(name, young);
    side.put(name, 0);
    membership();
    young.roll.open(nanos);
    return young;
  }

  /** It dies as machines do. */
  void kill(Node node) {
    nodes.remove(node.name);
    dead.add(node.name);
    membership();
  }

  /** Who is in here hears the others no more, and they hear nothing of these. */
  void part(Node... some) {
    for (Node one : some) {
      side.put(one.name, 1);
    }
    membership();
  }

  void join() {
    side.replaceAll((name, old) -> 0);
    membership();
  }

  /** What is told between the nodes from now on gets lost, or not. */
  void lose(boolean all) {
    deaf = all;
  }

  long nanos() {
    return nanos;
  }

  /** Time goes on, each half second everybody gathers. */
  void pass(Duration time) {
    for (long end = nanos + time.toNanos(); nanos < end; ) {
      nanos += 500_000_000L;
      turn();
    }
  }

  /** Everybody gathers once. */
  void turn() {
    for (Node node : List.copyOf(nodes.values())) {
      node.roll.gather(START.plusNanos(nanos), nanos).forEach(told -> deliver(node, told));
      node.roll.diff(nanos).ifPresent(node.diffs::add);
    }
  }

  /** Everybody says how far it told. */
  void compare() {
    membership();
    nodes.values().forEach(node -> deliver(node, node.roll.position()));
  }

  private void deliver(Node from, Told told) {
    if (deaf) {
      return;
    }
    Told travelled = Told.fromJson(new JsonObject(told.toJson().encode()));
    for (Node to : nodes.values()) {
      if (reach(from, to) && !to.roll.hear(travelled)) {
        ask(to, from);
      }
    }
  }

  private void ask(Node asker, Node asked) {
    if (!deaf) {
      JsonObject travelled = new JsonObject(asked.roll.answer().toJson().encode());
      asker.roll.take(Answer.fromJson(travelled), nanos);
    }
  }

  private void membership() {
    for (Node node : nodes.values()) {
      List<String> live =
          nodes.values().stream().filter(other -> reach(node, other)).map(n -> n.name).toList();
      node.roll.keep(live, nanos).forEach(unknown -> ask(node, nodes.get(unknown)));
    }
  }

  private boolean reach(Node a, Node b) {
    return side.get(a.name).equals(side.get(b.name));
  }
}
